export { ResumeLinks } from './resume-links.ts';
export { widgetEvents as resumeWidgetEvents } from './socket.ts';
