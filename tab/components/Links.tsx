/** Links that an administrator gave: each opens in a window of its own, without telling where it was opened from. */
import { mergeClasses } from '@fluentui/react-components';
import type { LinkBody } from '../../bot/contract/signposts.ts';
import { words } from '#words/tab.ts';
import { useTextStyles } from './text.ts';

export function Links({ links, none }: { readonly links: readonly LinkBody[]; readonly none: string }) {
  const text = useTextStyles();
  if (links.length === 0) return <p className={text.text}>{none}</p>;
  return (
    <ul className={mergeClasses(text.lines)}>
      {links.map(({ title, url }) => (
        <li key={url}>
          <a className={text.link} href={url} target="_blank" rel="noopener noreferrer" aria-label={`${title}, ${words.booking.opens}`}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
