import type { PersonId } from '../../domain/ids.ts';
import { emptyDesk, type Desk } from '../../domain/supervision/board.ts';
import { emptyDrawer, type Drawer } from '../../domain/supervision/drawer.ts';
import type { SessionRecord } from '../../domain/supervision/record.ts';
import { HeldError } from '../../errors.ts';
import type { SealedRow, Stored, SupervisionSealer, SupervisionSealing, SupervisionStore, SupervisionVault } from '../../ports.ts';

export interface SealedRowsDeps {
  readonly supervision: SupervisionStore;
  readonly vault: SupervisionVault;
  readonly supervisionSealing: SupervisionSealing;
}

/** Somebody else's write in between is read again, this often at most. */
const attempts = 6;
const drawer = 'drawer';
const desk = 'desk';
const record = 'record.';

/** Drawers, desks and records as use cases know them: sealed when they are written, opened when they are read, ETag-guarded in between. */
export class SealedRows {
  readonly #deps: SealedRowsDeps;
  #sealer: Promise<SupervisionSealer> | undefined;

  constructor(deps: SealedRowsDeps) {
    this.#deps = deps;
  }

  /** The seal, with its secret read once. Rejects with `keys-down`. */
  async sealer(): Promise<SupervisionSealer> {
    this.#sealer ??= this.#deps.vault.supervisionKey().then((secret) => this.#deps.supervisionSealing.supervisionSealerFor(secret));
    try {
      return await this.#sealer;
    } catch (error) {
      this.#sealer = undefined;
      throw error;
    }
  }

  /** Empty for somebody who has none yet. */
  async drawerOf(person: PersonId): Promise<Drawer> {
    const sealer = await this.sealer();
    const row = await this.#deps.supervision.find(sealer.placeOf(person), drawer);
    return row ? sealer.openDrawer(person, row.value) : emptyDrawer(person);
  }

  async deskOf(person: PersonId): Promise<Desk> {
    const sealer = await this.sealer();
    const row = await this.#deps.supervision.find(sealer.placeOf(person), desk);
    return row ? sealer.openDesk(person, row.value) : emptyDesk(person);
  }

  /** Changes a drawer as it stands at the moment of writing. `change` may throw to refuse; the same drawer back writes nothing. Gives whether something was written. */
  async changeDrawer(person: PersonId, change: (drawer: Drawer) => Drawer): Promise<boolean> {
    const sealer = await this.sealer();
    return this.#change(sealer.placeOf(person), drawer, (row) => {
      const before = row ? sealer.openDrawer(person, row) : emptyDrawer(person);
      const after = change(before);
      return after === before ? undefined : sealer.sealDrawer(after);
    });
  }

  async changeDesk(person: PersonId, change: (desk: Desk) => Desk): Promise<boolean> {
    const sealer = await this.sealer();
    return this.#change(sealer.placeOf(person), desk, (row) => {
      const before = row ? sealer.openDesk(person, row) : emptyDesk(person);
      const after = change(before);
      return after === before ? undefined : sealer.sealDesk(after);
    });
  }

  /** In no order. */
  async recordsOf(person: PersonId): Promise<readonly SessionRecord[]> {
    const sealer = await this.sealer();
    const rows = await this.#deps.supervision.list(sealer.placeOf(person), record);
    return rows.map(({ value }) => sealer.openRecord(person, value));
  }

  /** Changes a record, or makes one where `change` gets none and gives one. `undefined` back writes nothing. */
  async changeRecord(
    person: PersonId,
    id: string,
    change: (record: SessionRecord | undefined) => SessionRecord | undefined,
  ): Promise<boolean> {
    const sealer = await this.sealer();
    return this.#change(sealer.placeOf(person), `${record}${id}`, (row) => {
      const after = change(row && sealer.openRecord(person, row));
      return after && sealer.sealRecord(after);
    });
  }

  async removeRecord(person: PersonId, id: string): Promise<void> {
    await this.#deps.supervision.remove((await this.sealer()).placeOf(person), `${record}${id}`);
  }

  async #change(place: string, name: string, change: (row: SealedRow | undefined) => SealedRow | undefined): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found: Stored<SealedRow> | undefined = await this.#deps.supervision.find(place, name);
      const next = change(found?.value);
      if (!next) return false;
      if (await this.#deps.supervision.save(next, found?.etag)) return true;
    }
    throw new HeldError('storage-down', `A sealed row could not be written: somebody else wrote it ${attempts} times meanwhile.`);
  }
}
