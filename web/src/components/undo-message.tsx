import { App, Button } from 'antd';
import { useCallback } from 'react';
import { useT } from '@/lib/i18n';

// Says what was done and offers to take it back, in place of asking before.
export function useUndoMessage(): (words: string, undo?: () => void) => void {
  const t = useT();
  const { message } = App.useApp();
  return useCallback(
    (words, undo) => {
      const key = `undo ${Date.now()}`;
      void message.success({
        key,
        duration: undo ? 8 : 3,
        content: (
          <>
            {words}{' '}
            {undo && (
              <Button
                size="small"
                onClick={() => {
                  message.destroy(key);
                  undo();
                }}
              >
                {t('app.undo')}
              </Button>
            )}
          </>
        ),
      });
    },
    [message, t],
  );
}
