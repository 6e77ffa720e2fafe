import { useCallback, useMemo, useRef, useState } from "react";
import { api } from "../../../backend/api";
import { type Pages, type Question, usePages } from "../../../backend/pages";
import type { Address, AddressPage } from "../../../backend/types";

/** What is looked for. */
export interface Wish {
  account: string;
  text: string;
  active: boolean;
}

interface AddressList extends Pages<Address, AddressPage> {
  /** Microsoft is asked for the directory. */
  busy: boolean;
  /** Asks Microsoft for the directory now. */
  refresh: () => void;
}

/** What becomes of the mailboxes that are read is told by events. */
const kinds = ["account", "problem"];
const idOf = (one: Address): string => one.address.toLowerCase();

/** useAddresses gives the addresses of an organisation. */
export function useAddresses({ account, text, active }: Wish): AddressList {
  const [busy, setBusy] = useState(0);
  const fresh = useRef(false);
  const question = useMemo((): Question<Address, AddressPage> => {
    const ask = (offset: number, limit: number): Promise<AddressPage> => {
      const refresh = fresh.current;
      fresh.current = false;
      setBusy((n) => n + 1);
      return api.Addresses(account, { text, active, offset, limit, refresh }).finally(() => setBusy((n) => n - 1));
    };
    return { key: JSON.stringify([account, text, active]), ask, idOf, kinds, pace: 400 };
  }, [account, text, active]);
  const pages = usePages(question);
  const { reload } = pages;
  const refresh = useCallback(() => {
    fresh.current = true;
    reload();
  }, [reload]);
  return useMemo(() => ({ ...pages, busy: busy > 0, refresh }), [pages, busy, refresh]);
}
