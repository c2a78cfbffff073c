/** How a company's own server signs who looks at its page: a function for each of four languages, nothing to install. */

const NODE = `import { createHmac } from 'node:crypto';

const base64 = (text) => Buffer.from(text).toString('base64url');
const HEAD = base64('{"alg":"HS256","typ":"JWT"}');

/** Says to the chat who a user is, for an hour. */
export function chatToken({ id, name, email }) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const claims = { sub: String(id), name, email, exp };
  const signed = HEAD + '.' + base64(JSON.stringify(claims));
  const mac = createHmac('sha256', process.env.PARLEY_SECRET).update(signed);
  return signed + '.' + mac.digest('base64url');
}`;

const PHP = `/** Says to the chat who a user is, for an hour. */
function chat_token(string $id, ?string $name, ?string $email): string
{
    $base64 = fn ($text) => rtrim(strtr(base64_encode($text), '+/', '-_'), '=');
    $exp = time() + 3600;
    $claims = ['sub' => $id, 'name' => $name, 'email' => $email, 'exp' => $exp];
    $head = $base64('{"alg":"HS256","typ":"JWT"}');
    $signed = $head . '.' . $base64(json_encode($claims, JSON_THROW_ON_ERROR));
    $mac = hash_hmac('sha256', $signed, getenv('PARLEY_SECRET'), true);
    return $signed . '.' . $base64($mac);
}`;

const PYTHON = `import base64, hashlib, hmac, json, os, time


def chat_token(id, name=None, email=None):
    """Says to the chat who a user is, for an hour."""

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    exp = int(time.time()) + 3600
    claims = {"sub": str(id), "name": name, "email": email, "exp": exp}
    head = part(b'{"alg":"HS256","typ":"JWT"}')
    signed = head + b"." + part(json.dumps(claims).encode())
    secret = os.environ["PARLEY_SECRET"].encode()
    mac = hmac.new(secret, signed, hashlib.sha256).digest()
    return (signed + b"." + part(mac)).decode()`;

const RUBY = `require "json"
require "openssl"

# Says to the chat who a user is, for an hour.
def chat_token(id:, name: nil, email: nil)
  base64 = ->(text) { [text].pack("m0").tr("+/", "-_").delete("=") }
  exp = Time.now.to_i + 3600
  claims = { sub: id.to_s, name: name, email: email, exp: exp }
  head = base64.call('{"alg":"HS256","typ":"JWT"}')
  signed = head + "." + base64.call(JSON.generate(claims))
  mac = OpenSSL::HMAC.digest("SHA256", ENV.fetch("PARLEY_SECRET"), signed)
  signed + "." + base64.call(mac)
end`;

/** The function, ready to paste, in the order in which they are offered. */
export const SIGNING = { node: NODE, php: PHP, python: PYTHON, ruby: RUBY } as const;

/** What the page does with the token. */
export const IDENTIFY = `<script>
  (window.Parley ||= []).push((parley) => {
    parley.identify({ id: 'u-17', token: 'WHAT YOUR SERVER SIGNED' });
  });
</script>`;
