import { StreamList } from "@/components/StreamList.tsx";
import { onAir } from "@/components/streams.ts";
import { useTexts } from "@/components/texts.tsx";
import { useStreams } from "@/components/use_streams.ts";
import { useTranslatable } from "@/components/use_translatable.ts";
import { HOME } from "@/i18n/home.ts";
import type { StreamInfo } from "@/signaling/protocol/stream_info.ts";

/** In milliseconds. */
const POLL_INTERVAL = 4_000;

/** The list of live streams, refreshed while the page is visible. */
export default function LiveStreams({ initial }: { initial: readonly StreamInfo[] }) {
  useTranslatable();
  const { unreachable } = useTexts(HOME);
  const { streams, isLost } = useStreams(initial, POLL_INTERVAL);
  return (
    <>
      <p class="streams-lost" role="status">{isLost && unreachable}</p>
      <div class="streams-known" data-lost={isLost}>
        <StreamList streams={onAir(streams)} />
      </div>
    </>
  );
}
