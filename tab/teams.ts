/** The only importer of teams-js. Loaded only inside a host, so that standing alone costs nothing. */
import { app, authentication, FrameContexts, pages } from '@microsoft/teams-js';

/** A host that has not answered by then is no Teams: teams-js itself would wait a minute. */
const patienceMs = 8_000;

/**
 * Joins the host and reports its theme, now and when it changes. Resolves with the page that the link which opened the tab names, in whatever
 * words it had. Rejects where there is no Teams host.
 */
export async function joinHost(onTheme: (name: string) => void): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('No Teams host answered.')), patienceMs);
  });
  try {
    await Promise.race([app.initialize(), late]);
  } finally {
    clearTimeout(timer);
  }
  app.registerOnThemeChangeHandler(onTheme);
  const context = await app.getContext();
  onTheme(context.app.theme);
  return context.page.subPageId;
}

/** Asked anew for each request: teams-js keeps it fresh, and the tab keeps none. */
export const hostToken = (): Promise<string> => authentication.getAuthToken();

/** Tells the host that there is something to see, so that its loading indicator goes. */
export async function tellHostReady(): Promise<void> {
  app.notifyAppLoaded();
  await app.notifySuccess();
}

export interface SharedTab {
  readonly name: string;
  /** What the team or chat will open. */
  readonly url: string;
  /** What the host says where it could not be added. */
  readonly failed: string;
}

/** Whether somebody is adding a tab here, and the host has a Save button for it. */
export const canOffer = (): boolean => app.getFrameContext() === FrameContexts.settings && pages.config.isSupported();

/** Lets the host's Save button add this tab to the team or chat. Throws where it has none: `canOffer` tells. */
export function offerTab({ name, url, failed }: SharedTab): void {
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
