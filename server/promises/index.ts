export { Promises } from './promises.ts';
