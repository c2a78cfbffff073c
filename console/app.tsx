import { useEffect } from 'preact/hooks';
import { AcceptInvitePage } from './agents/accept-invite.tsx';
import { Entrance } from './agents/entrance.tsx';
import { ResetPasswordPage } from './agents/reset-password.tsx';
import { SetUpPage } from './agents/set-up.tsx';
import { SignInPage } from './agents/sign-in.tsx';
import { DeskContext } from './desk-context.ts';
import { Shell } from './frame/shell.tsx';
import { route } from './router.ts';
import type { Session } from './session.ts';
import { SessionContext } from './session-context.ts';
import { Button } from './ui/button.tsx';
import { Loading } from './ui/skeleton.tsx';
import { Failed } from './ui/state.tsx';
import { Toasts } from './ui/toast.tsx';
import { refusalWords, words } from './words/words.ts';

export function App({ session }: { session: Session }) {
  return (
    <SessionContext.Provider value={session}>
      <Gate session={session} />
      <Toasts />
    </SessionContext.Provider>
  );
}

/** Links with a secret in them work whoever is signed in; everything else needs somebody to be. */
function Gate({ session }: { session: Session }) {
  const place = route.value;
  switch (place.kind) {
    case 'setup':
      return <SetUpPage token={place.token} />;
    case 'invite':
      return <AcceptInvitePage token={place.token} />;
    case 'reset':
      return <ResetPasswordPage token={place.token} />;
    default:
      return <SignedIn session={session} />;
  }
}

function SignedIn({ session }: { session: Session }) {
  useEffect(() => {
    if (session.state.peek().kind === 'loading') void session.start();
  }, []);
  const state = session.state.value;
  switch (state.kind) {
    case 'loading':
      return <Loading label={words.frame.opening}>{null}</Loading>;
    case 'failed':
      return (
        <Entrance title={words.frame.cannotOpen} why={words.frame.nothingLost}>
          <Failed
            title={words.frame.noAnswer}
            says={refusalWords(state.refusal)}
            onRetry={() => void session.start()}
          />
        </Entrance>
      );
    case 'outdated':
      return (
        <Entrance title={words.frame.cannotGoOn} why={refusalWords(state.refusal)}>
          <Button look="primary" size="tall" onClick={() => location.reload()}>
            {words.frame.reload}
          </Button>
        </Entrance>
      );
    case 'signed_out':
      return <SignInPage setUpNeeded={state.setUpNeeded} why={state.why} />;
    case 'signed_in':
      return (
        <DeskContext.Provider value={state.desk}>
          <Shell key={state.desk.me.peek().id} />
        </DeskContext.Provider>
      );
  }
}
