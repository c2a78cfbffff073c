import type { EndingWords } from '../../ending/words.ts';

export const ending: EndingWords = {
  end: 'Terminer la discussion',
  endAsk: 'Terminer cette conversation ? Vous pourrez réécrire quand vous voudrez.',
  isTicket: 'C’est devenu un ticket : il reste ouvert jusqu’à sa résolution.',
  save: 'Enregistrer la conversation',
  print: 'Imprimer la conversation',
  collecting: 'Un instant',
  title: 'Conversation avec {name}',
  you: 'Vous',
  earlierMissing: 'Ce qui a été dit plus tôt n’est pas ici.',
  resume: 'Continuer sur un autre appareil',
  resumeHow:
    'Scannez ceci avec l’autre appareil, ou ouvrez-y le lien. Il sert une fois, pendant 10 minutes. Qui s’en sert lit cette conversation.',
  code: 'Code pour l’autre appareil',
  link: 'Lien pour l’autre appareil',
  copy: 'Copier le lien',
  copied: 'Copié',
  resumed: 'L’autre appareil poursuit cette conversation. Vous pouvez aussi continuer ici.',
  resumeSignedIn: 'Connectez-vous sur l’autre appareil : vos conversations y sont aussi.',
  codeOver: 'Ce code n’est plus valable.',
  takeOver: 'Continuer votre conversation ici ?',
  takeOverWarning:
    'Ce lien vient d’un autre appareil, et qui a celui-ci lit ce que vous écrivez ici. Ne continuez que si vous l’avez demandé vous-même.',
  takeOverReplaces: 'Vos conversations dans ce navigateur ne seront alors plus affichées ici.',
  takeOverHere: 'Continuer ici',
  notNow: 'Pas maintenant',
  linkOver: 'Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre sur l’autre appareil.',
  signedInHere: 'Vous êtes connecté ici, ce lien ne peut donc pas servir.',
};
