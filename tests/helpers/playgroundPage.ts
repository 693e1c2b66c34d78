import type { Browser, Page } from 'playwright-core';

/** The Playground's page, once its chat is there. */
export async function openPlayground(browser: Browser, port: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByText('Personal Chat').first().waitFor();
  return page;
}
