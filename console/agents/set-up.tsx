import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import { useForm } from '../core/use-form.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session-context.ts';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { Snippet } from '../sites/snippet.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Entrance, EntranceForm } from './entrance.tsx';

const NEEDED = {
  name: 'Type your name.',
  email: 'Type your email.',
  password: 'Choose a password.',
  siteName: 'Give your site a name.',
};

/** The first admin and the first site, then the script tag to paste. */
export function SetUpPage({ token }: { token: string }) {
  const { api } = useSession();
  const [snippet, setSnippet] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const [needed, setNeeded] = useState(true);
  const form = useForm({ name: '', email: '', password: '', siteName: '' });
  const submit = async () => {
    if (!form.require(NEEDED)) return;
    const made = await form.submit(() => api.post('/setup', { ...form.values, token }));
    if (made === null) return;
    const sites = await api.get<Page<SiteWithSnippet>>('/sites');
    if (sites.ok) setSnippet(sites.value.items[0]?.snippet ?? null);
    setDone(true);
  };
  useEffect(() => {
    // Whoever follows a used link should not have to fill in the form to learn it.
    void api
      .get<{ needed: boolean }>('/setup')
      .then((answer) => setNeeded(!answer.ok || answer.value.needed));
  }, []);
  if (done) return <Welcome snippet={snippet} />;
  if (!needed) return <AlreadySetUp />;
  const field = (name: keyof typeof form.values) => ({
    value: form.values[name],
    error: form.faults[name],
    tall: true,
    onText: (text: string) => form.set(name, text),
  });
  return (
    <Entrance title="Set up your chat" why="You become the first admin. Takes a minute.">
      <EntranceForm
        verb="Create and open the console"
        busy={form.busy}
        failure={form.failure}
        onSubmit={() => void submit()}
      >
        <TextField
          label="Your name"
          help="Visitors see your first name."
          input={{ autocomplete: 'name', autoFocus: true, required: true }}
          {...field('name')}
        />
        <TextField
          label="Email"
          input={{ type: 'email', autocomplete: 'username', required: true, spellcheck: false }}
          {...field('email')}
        />
        <PasswordField label="Password" purpose="new" {...field('password')} />
        <TextField label="Name of your site" input={{ required: true }} {...field('siteName')} />
      </EntranceForm>
    </Entrance>
  );
}

function AlreadySetUp() {
  return (
    <Entrance title="Already set up" why="Parley is already set up: this link has done its work.">
      <a class="button button-primary button-tall" href="/console/">
        Sign in
      </a>
    </Entrance>
  );
}

function Welcome({ snippet }: { snippet: string | null }) {
  const session = useSession();
  const open = async () => {
    await session.start();
    navigate('/console/', 'replace');
  };
  return (
    <Entrance title="Your chat is ready" why="Paste this line into your page, before the end of the body.">
      {snippet && <Snippet snippet={snippet}>You find it again under Settings, Sites.</Snippet>}
      <div class="entrance-form">
        <Button look="primary" size="tall" onClick={() => void open()}>
          Open the console
        </Button>
        <p class="entrance-why">
          No page at hand? Write to yourself on the{' '}
          <a class="text-link" href="/demo" target="_blank" rel="noopener">
            demo page
          </a>
          .
        </p>
      </div>
    </Entrance>
  );
}
