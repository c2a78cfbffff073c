export { sightingRoutes } from './routes.ts';
export { Sightings } from './sightings.ts';
