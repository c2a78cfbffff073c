import type { ContactDocument, VisitorSessionDocument } from '../../server/contacts/model.ts';
import { hashSecret } from '../../server/core/ids.ts';
import type { Random } from './random.ts';

/** Invented people: nobody who wrote the mails appears with a name. */
const FIRST_NAMES =
  'Ada Aisha Alexandru Amélie Ana Andrei Anna Antonio Beatriz Ben Camille Carlos Chiara Chloé Clara Daniel David Elena Emil Emma Érica Felix Florin Gabriel Giulia Grace Hannah Hugo Ioana Irina Jakub Jana João Jonas José Julia Kateryna Laura Leo Léa Lucas Luís Luise Maja Marco Maria Mateo Matthias Mia Mihai Mila Nadia Niamh Nicolás Noah Nora Olga Oliver Paula Pedro Priya Radu Rafael Rosa Ruth Sam Sara Sofía Ștefan Theo Thomas Tomás Ursula Victor Wei Yara Yusuf Zoe Zsófia'.split(
    ' ',
  );
const LAST_NAMES =
  'Almeida Andersson Baker Barbosa Bauer Becker Bennett Bianchi Brown Carvalho Chen Constantin Costa Dubois Dumitru Evans Fernández Fischer Fontaine García Georgescu González Hansen Haddad Hoffmann Hughes Ionescu Jansen Kaya Keller Kim Kovács Kowalska Lambert Larsson López Marin Martins Mehta Meyer Moreau Müller Murphy Nakamura Nowak Okafor Oliveira Patel Pereira Petit Popa Rossi Rousseau Ruiz Sato Schmidt Schneider Silva Singh Stan Taylor Thompson Torres Vasile Wagner Walker Weber Williams Wójcik Young Zhang'.split(
    ' ',
  );
const BROWSERS: readonly (readonly [string, number])[] = [
  ['Chrome 141, Windows', 24],
  ['Chrome 141, Android', 22],
  ['Safari 26, iOS', 20],
  ['Chrome 140, macOS', 8],
  ['Safari 18, macOS', 7],
  ['Microsoft Edge 141, Windows', 8],
  ['Firefox 143, Windows', 4],
  ['Firefox 143, Linux', 3],
  ['Samsung Internet for Android 28, Android', 4],
];
const PLACES: readonly (readonly [{ language: string; timezone: string }, number])[] = [
  [{ language: 'en-US', timezone: 'America/New_York' }, 20],
  [{ language: 'en-US', timezone: 'America/Los_Angeles' }, 10],
  [{ language: 'en-GB', timezone: 'Europe/London' }, 16],
  [{ language: 'de-DE', timezone: 'Europe/Berlin' }, 14],
  [{ language: 'pt-BR', timezone: 'America/Sao_Paulo' }, 12],
  [{ language: 'es-ES', timezone: 'Europe/Madrid' }, 9],
  [{ language: 'fr-FR', timezone: 'Europe/Paris' }, 9],
  [{ language: 'ro-RO', timezone: 'Europe/Bucharest' }, 10],
];
const PAGES: readonly (readonly [path: string, title: string, weight: number])[] = [
  ['/', 'Home', 10],
  ['/pricing', 'Pricing', 14],
  ['/cart', 'Your cart', 12],
  ['/checkout', 'Checkout', 9],
  ['/orders', 'Your orders', 16],
  ['/returns', 'Returns', 8],
  ['/help', 'Help', 9],
  ['/products/desk-lamp', 'Desk lamp', 6],
  ['/products/oak-table', 'Oak table', 6],
  ['/account', 'Your account', 7],
];
const REFERRERS = ['', '', '', 'https://www.google.com/', 'https://duckduckgo.com/', 'https://news.example/'];

/** A contact together with the browser it is known by. */
export interface SeededContact {
  contact: ContactDocument;
  session: VisitorSessionDocument;
}

/** A new contact who wrote first at `at`, with a name and an address as often as people give them. */
export function makeContact(siteId: string, at: number, random: Random): SeededContact {
  const id = random.id();
  const named = random.chance(0.72);
  const name = named ? `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}` : null;
  const [path, title] = random.weighted(PAGES.map(([...page]) => [page, page[2]] as const));
  const place = random.weighted(PLACES);
  return {
    contact: {
      _id: id,
      siteId,
      name,
      email: random.chance(named ? 0.8 : 0.2) ? addressOf(name, random) : null,
      createdAt: new Date(at),
      lastSeenAt: new Date(at),
      visit: {
        url: `https://shop.example${path}`,
        title,
        referrer: random.pick(REFERRERS),
        browser: random.weighted(BROWSERS),
        ...place,
        at: new Date(at),
      },
    },
    session: {
      _id: hashSecret(random.id() + random.id()), // of a secret that nobody holds
      siteId,
      contactId: id,
      createdAt: new Date(at),
    },
  };
}

/** Addresses of domains that are kept for examples (RFC 2606): no mail ever reaches anybody. */
function addressOf(name: string | null, random: Random): string {
  const plain = (name ?? random.pick(FIRST_NAMES))
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replace(/ /g, random.pick(['.', '_', '']));
  const number = random.chance(0.5) ? String(random.integer(2, 999)) : '';
  return `${plain}${number}@${random.pick(['example.com', 'example.org', 'example.net'])}`;
}
