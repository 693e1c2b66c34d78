/** The only importer of teams-js. */
import { app, authentication, pages } from '@microsoft/teams-js';
import { inTime } from './patience.ts';

/** For each answer of the host: teams-js itself would wait a minute for the first, and for ever for the others. */
const patienceMs = 10_000;

/** What the tab has of its host. */
export interface Host {
  /** The theme's name as it was on joining. */
  readonly theme: string;
  /** Calls back at every change of theme. */
  readonly onTheme: (tell: (name: string) => void) => void;
  /** Asked anew for each request: teams-js keeps it fresh, and the tab keeps none. Rejects with a TimeoutError where the host is silent. */
  readonly token: () => Promise<string>;
  /** Tells the host that there is something to see, so that its loading indicator goes. */
  readonly tellReady: () => Promise<void>;
  /** The page that the link which opened the tab names, in whatever words it had. */
  readonly page: string | undefined;
  /** Lets the host's Save button add this tab to the team or chat. Rejects where a host has none. */
  readonly offerTab: (tab: SharedTab) => Promise<void>;
}

/** Joins the host. Rejects where none answers; it may be tried again, since an answer that comes later still counts then. */
export async function joinHost(): Promise<Host> {
  const context = await inTime(
    app.initialize().then(() => app.getContext()),
    patienceMs,
  );
  return {
    theme: context.app.theme,
    onTheme: (tell) => app.registerOnThemeChangeHandler(tell),
    token: () => inTime(authentication.getAuthToken(), patienceMs),
    async tellReady() {
      app.notifyAppLoaded();
      await app.notifySuccess();
    },
    page: context.page.subPageId,
    offerTab,
  };
}

export interface SharedTab {
  readonly name: string;
  /** What the team or chat will open. */
  readonly url: string;
  /** What the host says where it could not be added. */
  readonly failed: string;
}

async function offerTab({ name, url, failed }: SharedTab): Promise<void> {
  pages.config.registerOnSaveHandler((save) => {
    const add = async (): Promise<void> => {
      try {
        await pages.config.setConfig({ entityId: 'held-shared', suggestedDisplayName: name, contentUrl: url, websiteUrl: url });
        save.notifySuccess();
      } catch {
        save.notifyFailure(failed);
      }
    };
    void add();
  });
  pages.config.setValidityState(true);
}
