export { IdentityKeys } from './keys.ts';
export { identityRoutes } from './routes.ts';
export { verifyToken } from './verify-token.ts';
