export { tokenRoutes } from './routes.ts';
export { Tokens } from './tokens.ts';
