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
import { fillWith } from '../words/fill-with.ts';
import { words } from '../words/words.ts';
import { Entrance, EntranceForm } from './entrance.tsx';

/** The first admin and the first site, then the script tag to paste. */
export function SetUpPage({ token }: { token: string }) {
  const { api } = useSession();
  const [snippet, setSnippet] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const [open, setOpen] = useState(true);
  const form = useForm({ name: '', email: '', password: '', siteName: '' });
  const submit = async () => {
    const needed = {
      name: words.general.typeName,
      email: words.general.typeEmail,
      password: words.general.choosePassword,
      siteName: words.agents.siteNameNeeded,
    };
    if (!form.require(needed)) return;
    const made = await form.submit(() => api.post('/setup', { ...form.values, token }));
    if (made === null) return;
    const sites = await api.get<Page<SiteWithSnippet>>('/sites');
    if (sites.ok) setSnippet(sites.value.items[0]?.snippet ?? null);
    setDone(true);
  };
  useEffect(() => {
    // Whoever follows a used link should not have to fill in the form to learn it.
    void api.get<{ needed: boolean }>('/setup').then((answer) => setOpen(!answer.ok || answer.value.needed));
  }, []);
  if (done) return <Welcome snippet={snippet} />;
  if (!open) return <AlreadySetUp />;
  const field = (name: keyof typeof form.values) => ({
    value: form.values[name],
    error: form.faults[name],
    tall: true,
    onText: (text: string) => form.set(name, text),
  });
  return (
    <Entrance title={words.agents.setUp} why={words.agents.setUpWhy}>
      <EntranceForm
        verb={words.agents.setUpVerb}
        busy={form.busy}
        failure={form.failure}
        onSubmit={() => void submit()}
      >
        <TextField
          label={words.agents.yourName}
          help={words.agents.firstNameShown}
          input={{ autocomplete: 'name', autoFocus: true, required: true }}
          {...field('name')}
        />
        <TextField
          label={words.general.email}
          input={{ type: 'email', autocomplete: 'username', required: true, spellcheck: false }}
          {...field('email')}
        />
        <PasswordField label={words.agents.password} purpose="new" {...field('password')} />
        <TextField label={words.agents.siteName} input={{ required: true }} {...field('siteName')} />
      </EntranceForm>
    </Entrance>
  );
}

function AlreadySetUp() {
  return (
    <Entrance title={words.agents.alreadySetUp} why={words.agents.alreadySetUpWhy}>
      <a class="button button-primary button-tall" href="/console/">
        {words.agents.signIn}
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
    <Entrance title={words.agents.ready} why={words.agents.readyWhy}>
      {snippet && <Snippet snippet={snippet}>{words.agents.foundAgain}</Snippet>}
      <div class="entrance-form">
        <Button look="primary" size="tall" onClick={() => void open()}>
          {words.agents.openConsole}
        </Button>
        <p class="entrance-why">
          {fillWith(words.agents.noPage, {
            demoPage: (
              <a class="text-link" href="/demo" target="_blank" rel="noopener">
                {words.agents.demoPage}
              </a>
            ),
          })}
        </p>
      </div>
    </Entrance>
  );
}
