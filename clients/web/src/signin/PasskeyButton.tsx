import { useMutation } from '@tanstack/react-query';

import { KeyIcon } from '../ui/icons';
import { Problem } from '../ui/Problem';
import { passkeysWork } from './passkeys';

interface Props {
  readonly text: string;
  readonly onPress: () => Promise<void>;
  readonly onDone?: () => void;
  readonly onFailure?: (failure: unknown) => void;
}

/** Asks an authenticator; not there where the browser has none. */
export function PasskeyButton({ text, onPress, onDone, onFailure }: Props) {
  const prove = useMutation({
    mutationFn: onPress,
    ...(onDone === undefined ? {} : { onSuccess: onDone }),
    ...(onFailure === undefined ? {} : { onError: onFailure }),
  });
  if (!passkeysWork()) {
    return null;
  }
  return (
    <>
      <button
        type="button"
        className="secondary passkey-button"
        disabled={prove.isPending}
        onClick={() => prove.mutate()}
      >
        <KeyIcon size={14} />
        {text}
      </button>
      <Problem failure={prove.error} />
    </>
  );
}
