/** What each function of console/sites/signing.ts gave when it was run by its own interpreter. */
interface Recorded {
  /** SHA-256 of the function's text then. */
  text: string;
  token: string;
  /** Milliseconds since 1970. */
  at: number;
}

export const RECORDED_SECRET = 'recorded-secret-of-a-site-that-never-was';

export const RECORDED_SIGNING: Readonly<Record<'node' | 'php' | 'python' | 'ruby', Recorded>> = {
  node: {
    text: 'd9e30691b060090495cd8db609afd561010004553a23208f9e505d900a8943ca',
    token:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJab8OrIFwiWlwiIE_igJlIYXJhIiwiZW1haWwiOiJ6b2VAc2hvcC5leGFtcGxlIiwiZXhwIjoxNzk1ODk5MzI5fQ.1ryzqwidtccs8sMA4FjJNqcYbMOC6XLhQMpS3obUH0k',
    at: 1795895729095,
  },
  php: {
    text: '61ad524c5b4e7619e4d074311b9b46a6d8393d264d2bc86245be6eb88e7f7798',
    token:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJab1x1MDBlYiBcIlpcIiBPXHUyMDE5SGFyYSIsImVtYWlsIjoiem9lQHNob3AuZXhhbXBsZSIsImV4cCI6MTc5NTg5OTMyOX0.9Hoy2CSb0WxSf_F_uPiIm8TlGTW9ohieEN2tXgHBKIg',
    at: 1795895729179,
  },
  python: {
    text: 'd29d3551682a038117796ee09237a7b64b88336a11b3219040df72e4829ebeb0',
    token:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiAiMTciLCAibmFtZSI6ICJab1x1MDBlYiBcIlpcIiBPXHUyMDE5SGFyYSIsICJlbWFpbCI6ICJ6b2VAc2hvcC5leGFtcGxlIiwgImV4cCI6IDE3OTU4OTkzMzB9.YXjqXg7TD3FXgd3_Dub-t7q5CejqYED_qWIM7_91vcs',
    at: 1795895730540,
  },
  ruby: {
    text: '63ef0e486ab1e2cd3686f2a0eaf9be6626449591866d58f5fddb11437ae2feb9',
    token:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJab8OrIFwiWlwiIE_igJlIYXJhIiwiZW1haWwiOiJ6b2VAc2hvcC5leGFtcGxlIiwiZXhwIjoxNzk1ODk5MzMxfQ.acgBDypAIVZXu-kBxyHTSM1zKeCgm_psnA5zNut0VSc',
    at: 1795895731087,
  },
};
