import type { Words } from '../en.ts';

export const look: Words['look'] = {
  shape: 'Color y forma',
  logo: 'Logotipo',
  logoHelp: 'PNG, JPEG o WebP, de hasta 2 MB. Está en la parte superior del chat, sobre blanco.',
  color: 'Color',
  colors: {
    indigo: 'Índigo',
    green: 'Verde',
    red: 'Rojo',
    black: 'Negro',
  },
  anotherColor: 'Otro color',
  textIsWhite: 'El texto encima es blanco: contraste de {ratio} a 1.',
  textIsBlack: 'El texto encima es negro: contraste de {ratio} a 1.',
  theme: 'Claro u oscuro',
  themes: { page: 'Como la página', light: 'Claro', dark: 'Oscuro' },
  themeHelp:
    'Como la página: lo que ella dice de sí misma con {code}; si no, como el dispositivo del visitante.',

  place: 'En la página',
  launcher: 'Botón de inicio',
  launchers: {
    bubble: 'Bocadillo',
    question: 'Signo de interrogación',
    smile: 'Sonrisa',
    headset: 'Auriculares',
    envelope: 'Sobre',
    logo: 'Logotipo',
    none: 'Ninguno',
  },
  launcherHelp: 'Ninguno: la página abre el chat ella misma, con {code}.',
  position: 'Posición',
  positions: {
    left: 'Izquierda',
    right: 'Derecha',
  },
  side: 'Distancia al lado',
  bottom: 'Distancia al borde inferior',
  offsetHelp: 'En píxeles, de 0 a 200. En los teléfonos, el chat abierto llena la pantalla.',

  says: 'Palabras',
  saysWhy: 'En lugar de las del chat, idioma por idioma. Lo que queda vacío lo dice con las suyas.',
  greeting: 'Saludo en todos los idiomas',
  greetingHelp: 'En cada idioma que no tenga uno propio abajo. Hasta 80 caracteres.',
  texts: {
    greeting: 'Saludo',
    title: 'Encima del primer mensaje',
    placeholder: 'En el campo del mensaje',
    away: 'Cuando no hay nadie',
  },
};
