import type { EndingWords } from '../../ending/words.ts';

export const ending: EndingWords = {
  end: 'Încheie chatul',
  endAsk: 'Încheiați această conversație? Puteți scrie din nou oricând.',
  isTicket: 'A devenit un tichet: rămâne deschis până este rezolvat.',
  save: 'Salvează conversația',
  print: 'Tipărește conversația',
  collecting: 'O clipă',
  title: 'Conversație cu {name}',
  you: 'Dumneavoastră',
  earlierMissing: 'Ce s-a spus mai devreme nu este aici.',
  resume: 'Continuă pe alt dispozitiv',
  resumeHow:
    'Scanați codul cu celălalt dispozitiv sau deschideți acolo linkul. Funcționează o dată, timp de 10 minute. Cine îl folosește citește această conversație.',
  code: 'Cod pentru celălalt dispozitiv',
  link: 'Link pentru celălalt dispozitiv',
  copy: 'Copiază linkul',
  copied: 'Copiat',
  resumed: 'Celălalt dispozitiv continuă această conversație. Puteți continua și aici.',
  resumeSignedIn: 'Autentificați-vă pe celălalt dispozitiv: conversațiile sunt și acolo.',
  codeOver: 'Acest cod a expirat.',
  takeOver: 'Continuați conversația aici?',
  takeOverWarning:
    'Acest link vine de pe alt dispozitiv, iar cine îl are citește ce scrieți aici. Continuați numai dacă dumneavoastră l-ați cerut.',
  takeOverReplaces: 'Conversațiile din acest browser nu vor mai fi afișate aici.',
  takeOverHere: 'Continuă aici',
  notNow: 'Nu acum',
  linkOver: 'Acest link a fost folosit sau a expirat. Cereți altul pe celălalt dispozitiv.',
  signedInHere: 'Sunteți autentificat aici, așa că acest link nu poate fi folosit.',
};
