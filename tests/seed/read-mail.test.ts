import { describe, expect, it } from 'vitest';
import { chatMessages } from '../../scripts/seed/chat-messages.ts';
import { readMail } from '../../scripts/seed/read-mail.ts';

function mail(headers: string[], ...body: string[]): string {
  return ['From a@example.com Thu Aug 22 12:36:23 2002', ...headers, '', ...body].join('\n');
}

describe('readMail', () => {
  it('decodes quoted-printable in its charset, and encoded words', () => {
    const raw = mail(
      [
        'Subject: Re: [list] =?iso-8859-1?Q?caf=E9_und?=',
        '  =?UTF-8?B?IFTDvHI=?=',
        'Content-Type: text/plain; charset="windows-1251"',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      'soft =',
      'break =CF=F0=E8=E2=E5=F2',
    );
    expect(readMail(raw)).toEqual({ subject: 'café und Tür', body: 'soft break Привет' });
  });

  it('decodes base64 and seven-bit charsets', () => {
    const base64 = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'];
    expect(readMail(mail(base64, 'w6fDo28='))?.body).toBe('ção');
    const japanese = ['Content-Type: text/plain; charset=iso-2022-jp'];
    expect(readMail(mail(japanese, '\u001b$B0KEl\u001b(B'))?.body).toBe('伊東');
  });

  it('takes the plain part of several, and nothing where there is none', () => {
    const type = 'Content-Type: multipart/alternative; boundary="=_b"';
    const html = ['--=_b', 'Content-Type: text/html', '', '<p>no</p>'];
    const plain = ['--=_b', 'Content-Type: text/plain', '', 'yes'];
    expect(readMail(mail([type], ...html, ...plain, '--=_b--'))?.body.trim()).toBe('yes');
    expect(readMail(mail([type], ...html, '--=_b--'))).toBeNull();
  });

  it('leaves out a mail whose bytes were lost before', () => {
    expect(readMail(mail(['Content-Type: text/plain'], 'caf\ufffd'))).toBeNull();
  });
});

describe('chatMessages', () => {
  it('makes a message of each paragraph, without quotes, signature and footers', () => {
    const body = [
      'On Friday, somebody wrote:',
      '> and this is quoted',
      'I have tried it with the new one and it goes on',
      'in the next line.',
      '',
      '- one',
      '- two',
      '-- ',
      'Jo, somewhere',
    ].join('\n');
    expect(chatMessages(body)).toEqual([
      'I have tried it with the new one and it goes on in the next line.',
      '- one\n- two',
    ]);
  });

  it('cuts what is too long at the end of a sentence', () => {
    const [message = ''] = chatMessages('This is a sentence. '.repeat(200).trim());
    expect(message.length).toBeLessThanOrEqual(2_000);
    expect(message.endsWith('sentence.')).toBe(true);
  });
});
