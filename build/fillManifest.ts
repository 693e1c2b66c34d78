/** As Microsoft's toolkit does: every `${{NAME}}` gets its value. Throws with every name that has none. */
export function fillManifest(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const names = [...new Set([...text.matchAll(/\$\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))];
  const missing = names.filter((name) => (values[name] ?? '') === '');
  if (missing.length > 0)
    throw new Error(`Nothing fills ${missing.join(', ')}. Put them into env/.env.{environment}, or into the environment.`);
  return text.replaceAll(/\$\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');
}
