/** Version of what is stored in the tables. Raise it when data of before can no longer be read. */
export const tablesFormat = 3;
