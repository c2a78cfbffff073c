/**
 * What the launcher says. It is drawn before the chat is loaded, and has no room for six languages: the server sends
 * these along with its look.
 */
import type { Language } from './languages.ts';

export interface LauncherWords {
  open: string;
  close: string;
  /** Before a number. */
  unread: string;
  /** The chat could not be loaded. */
  failed: string;
}

export const LAUNCHER_EN: LauncherWords = {
  open: 'Open chat',
  close: 'Close chat',
  unread: 'Unread: ',
  failed: 'No answer. Try again.',
};

export const LAUNCHER_PT_BR: LauncherWords = {
  open: 'Abrir o chat',
  close: 'Fechar o chat',
  unread: 'Não lidas: ',
  failed: 'Sem resposta. Tente de novo.',
};

export const LAUNCHER_RO: LauncherWords = {
  open: 'Deschide chatul',
  close: 'Închide chatul',
  unread: 'Necitite: ',
  failed: 'Niciun răspuns. Încearcă din nou.',
};

export const LAUNCHER_ES: LauncherWords = {
  open: 'Abrir el chat',
  close: 'Cerrar el chat',
  unread: 'Sin leer: ',
  failed: 'Sin respuesta. Inténtalo de nuevo.',
};

export const LAUNCHER_FR: LauncherWords = {
  open: 'Ouvrir le chat',
  close: 'Fermer le chat',
  unread: 'Non lus\u00a0: ',
  failed: 'Pas de réponse. Réessayez.',
};

export const LAUNCHER_DE: LauncherWords = {
  open: 'Chat öffnen',
  close: 'Chat schließen',
  unread: 'Ungelesen: ',
  failed: 'Keine Antwort. Bitte noch einmal versuchen.',
};

export const LAUNCHER_WORDS: Record<Language, LauncherWords> = {
  en: LAUNCHER_EN,
  'pt-BR': LAUNCHER_PT_BR,
  ro: LAUNCHER_RO,
  es: LAUNCHER_ES,
  fr: LAUNCHER_FR,
  de: LAUNCHER_DE,
};
