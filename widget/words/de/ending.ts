import type { EndingWords } from '../../ending/words.ts';

export const ending: EndingWords = {
  end: 'Chat beenden',
  endAsk: 'Diese Unterhaltung beenden? Sie können jederzeit wieder schreiben.',
  isTicket: 'Daraus ist ein Ticket geworden: Es bleibt offen, bis es gelöst ist.',
  save: 'Unterhaltung speichern',
  print: 'Unterhaltung drucken',
  collecting: 'Einen Moment',
  title: 'Unterhaltung mit {name}',
  you: 'Sie',
  earlierMissing: 'Was früher gesagt wurde, steht hier nicht.',
  resume: 'Auf einem anderen Gerät fortsetzen',
  resumeHow:
    'Scannen Sie das mit dem anderen Gerät, oder öffnen Sie dort den Link. Er gilt einmal, 10 Minuten lang. Wer ihn verwendet, liest diese Unterhaltung.',
  code: 'Code für das andere Gerät',
  link: 'Link für das andere Gerät',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  resumed: 'Das andere Gerät führt diese Unterhaltung fort. Sie können auch hier weiterschreiben.',
  resumeSignedIn: 'Melden Sie sich auf dem anderen Gerät an: Ihre Unterhaltungen sind auch dort.',
  codeOver: 'Dieser Code ist abgelaufen.',
  takeOver: 'Ihre Unterhaltung hier fortsetzen?',
  takeOverWarning:
    'Dieser Link kommt von einem anderen Gerät, und wer dieses hat, liest, was Sie hier schreiben. Machen Sie nur weiter, wenn Sie selbst darum gebeten haben.',
  takeOverReplaces: 'Ihre Unterhaltungen in diesem Browser werden hier dann nicht mehr gezeigt.',
  takeOverHere: 'Hier fortsetzen',
  notNow: 'Jetzt nicht',
  linkOver: 'Dieser Link wurde verwendet oder ist abgelaufen. Holen Sie auf dem anderen Gerät einen neuen.',
  signedInHere: 'Sie sind hier angemeldet, deshalb lässt sich dieser Link nicht verwenden.',
};
