// What workerd runs, and how.
/** A Worker as `WorkersScript` declares it: https://developers.cloudflare.com/api/resources/workers. */
export interface WorkerScript {
  /** Path of the bundle. */
  readonly contentFile: string;
  readonly mainModule: string;
  /** Text modules beside it. */
  readonly files?: readonly ScriptFile[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  /** Text bindings, `plain_text` and `secret_text` alike. */
  readonly bindings: readonly { readonly name: string; readonly text: string }[];
  /** `secret_key` bindings. */
  readonly keys?: readonly SigningKey[];
  /** `durable_object_namespace` bindings. Each has a script of its own. */
  readonly ledgers?: readonly LedgerScript[];
}

/** A text module of a Worker. */
export interface ScriptFile {
  /** As the script imports it, without `./`. */
  readonly name: string;
  /** Path of the text. */
  readonly contentFile: string;
}

/** A Worker with a class of Durable Objects that keep their data in SQLite. */
export interface LedgerScript {
  /** Name of the gateway's binding. */
  readonly binding: string;
  /** Of the Worker. Its objects' data is kept by this name. */
  readonly name: string;
  readonly className: string;
  /** Path of the bundle. */
  readonly contentFile: string;
  readonly mainModule: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
}

/** A private RSA key that signs with RSASSA-PKCS1-v1_5 and SHA-256. The Worker cannot read it. */
export interface SigningKey {
  readonly name: string;
  /** Base64 of its PKCS#8 form (DER), as `WorkersScript` takes it. */
  readonly pkcs8: string;
}

/** Where the Worker's own requests go: to the public internet, or all to one server. */
export type Outbound =
  { readonly kind: 'internet' } | { readonly kind: 'server'; readonly origin: URL };

export interface WorkerdOptions {
  readonly script: WorkerScript;
  readonly outbound: Outbound;
  /**
   * Folder of the ledgers' data, absolute and of no other process. Default: a temporary one, which ends with
   * workerd. (workerd's storage in memory has no SQL.)
   */
  readonly ledgerFolder?: string | undefined;
  /** Where alerts may be sent, whatever `outbound` is; default: public addresses. */
  readonly webhooks?: 'internet' | 'anywhere';
  /** Limit of V8's heap, in MiB; default V8's own. */
  readonly maxHeapMib?: number;
  /** IP address to listen on; default 127.0.0.1, which other machines cannot reach. */
  readonly address?: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Gets each line of the Worker's log (`stdout`) and of workerd's own messages (`stderr`). */
  readonly onLog?: (line: string, from: 'stdout' | 'stderr') => void;
  /** An open file that gets the Worker's log in place of `onLog`. */
  readonly logFile?: number;
}
