import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { ExportDialog } from '#renderer/features/export/export-dialog.tsx';
import { SettingsDialog } from '#renderer/features/settings/settings-dialog.tsx';
import { useSettings } from '#renderer/features/settings/settings-store.ts';
import { ConfirmHost } from '#renderer/ui/confirm.tsx';
import { styleNonce } from '#renderer/ui/style-nonce.ts';
import { cssVariables, theme } from '#renderer/ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';
import { closeSettings, useShell } from './shell-store.ts';

export function App() {
  const chosen = useSettings((state) => state.settings.theme);
  const system = useColorScheme(undefined, { getInitialValueInEffect: false });
  const settingsOpened = useShell((state) => state.settingsOpened);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={chosen === 'system' ? system : chosen}
      getStyleNonce={styleNonce}
    >
      <ErrorBoundary>
        <Shell />
        <SettingsDialog opened={settingsOpened} onClose={closeSettings} />
        <ExportDialog />
        <ConfirmHost />
      </ErrorBoundary>
      {/* Below the dialogs, whose buttons a notice must not cover. */}
      <Notifications position="bottom-right" limit={20} zIndex={190} />
    </MantineProvider>
  );
}
