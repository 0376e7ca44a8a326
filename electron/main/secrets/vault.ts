import type { SafeStorage } from 'electron';

/** Encrypts with a key that the system keeps for Trawl. */
export interface Vault {
  /** Whether the key is protected from other programs of the account. */
  isSecure(): boolean;
  encrypt(text: string): Uint8Array;
  /** Throws if the bytes were not encrypted with this key. */
  decrypt(bytes: Uint8Array): string;
}

/**
 * The system's keychain. On Linux without one, Electron's key is a constant of its source ("basic_text"): no
 * secret is stored then. The synchronous calls are used since every supported Electron has them.
 */
export function systemVault(storage: SafeStorage): Vault {
  const hasKeychain = (): boolean =>
    process.platform !== 'linux' ||
    !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
  return {
    isSecure: () => storage.isEncryptionAvailable() && hasKeychain(),
    encrypt: (text) => storage.encryptString(text),
    decrypt: (bytes) => storage.decryptString(Buffer.from(bytes)),
  };
}
