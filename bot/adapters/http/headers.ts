/** Pages that Teams, Outlook and Microsoft 365 show the tab in. */
const hosts = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
];

/**
 * Scripts and styles only from our own files, nothing inline. Fluent UI fills empty style elements through the style sheet's own interface, so
 * the one hash that styles need is that of emptiness.
 */
export const tabPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  `frame-ancestors ${hosts.join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** On every answer, before its own headers. Nothing is cached unless a route says so. */
export function commonHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': apiPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
