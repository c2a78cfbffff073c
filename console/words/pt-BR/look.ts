import type { Words } from '../en.ts';

export const look: Words['look'] = {
  shape: 'Cor e forma',
  logo: 'Logo',
  logoHelp: 'PNG, JPEG ou WebP, até 2 MB. Fica no alto do chat, sobre branco.',
  color: 'Cor',
  colors: {
    indigo: 'Índigo',
    green: 'Verde',
    red: 'Vermelho',
    black: 'Preto',
  },
  anotherColor: 'Outra cor',
  textIsWhite: 'O texto sobre ela é branco: contraste de {ratio} para 1.',
  textIsBlack: 'O texto sobre ela é preto: contraste de {ratio} para 1.',
  theme: 'Claro ou escuro',
  themes: { page: 'Como a página', light: 'Claro', dark: 'Escuro' },
  themeHelp: 'Como a página: o que ela diz de si por {code}; senão, como o aparelho do visitante.',

  place: 'Na página',
  launcher: 'Botão do chat',
  launchers: {
    bubble: 'Balão',
    question: 'Ponto de interrogação',
    smile: 'Sorriso',
    headset: 'Fone',
    envelope: 'Envelope',
    logo: 'Logo',
    none: 'Nenhum',
  },
  launcherHelp: 'Nenhum: a própria página abre o chat, por {code}.',
  position: 'Posição',
  positions: {
    left: 'Esquerda',
    right: 'Direita',
  },
  side: 'Distância da lateral',
  bottom: 'Distância da base',
  offsetHelp: 'Em pixels, de 0 a 200. Em celulares, o chat aberto ocupa a tela.',

  says: 'Palavras',
  saysWhy: 'No lugar das do chat, idioma por idioma. O que fica vazio ele diz com as próprias.',
  greeting: 'Saudação em todos os idiomas',
  greetingHelp: 'Em cada idioma que não tenha uma própria abaixo. Até 80 caracteres.',
  texts: {
    greeting: 'Saudação',
    title: 'Acima da primeira mensagem',
    placeholder: 'No campo da mensagem',
    away: 'Quando não há ninguém',
  },
};
