/** The one thing that the tab keeps on a device: private keys of records, by person, as keys that cannot be read out. */
const [database, store] = ['held', 'record-keys'];

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The device’s storage failed.'));
  });
}

async function withStore<T>(mode: IDBTransactionMode, work: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const db = await done(opening);
  try {
    return await done(work(db.transaction(store, mode).objectStore(store)));
  } finally {
    db.close();
  }
}

/** Undefined where this device has none, or its browser keeps nothing (private windows). */
export async function keyOnDevice(person: string): Promise<CryptoKey | undefined> {
  try {
    const found: unknown = await withStore('readonly', (keys) => keys.get(person));
    return found instanceof CryptoKey ? found : undefined;
  } catch {
    return undefined;
  }
}

export async function keepKey(person: string, key: CryptoKey): Promise<void> {
  await withStore('readwrite', (keys) => keys.put(key, person));
}

export async function forgetKey(person: string): Promise<void> {
  await withStore('readwrite', (keys) => keys.delete(person));
}
