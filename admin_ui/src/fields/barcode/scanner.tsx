/** The camera, looking for a code a few times a second; it is let go of as soon as one is found or it is closed. */

import { Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

const EVERY_MS = 250;

interface ScannerProps {
  onFound: (text: string) => void;
  onClose: () => void;
}

/** Look into the camera until a code is seen. Returns what stops it. */
function look(video: HTMLVideoElement, onFound: (text: string) => void, onRefused: () => void): () => void {
  const { BarcodeDetector: Detecting } = window as unknown as { BarcodeDetector: new () => Detector };
  let stream: MediaStream | null = null;
  let timer = 0;
  let stopped = false;

  async function start() {
    const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (stopped) {
      letGo(opened);
      return;
    }
    stream = opened;
    video.srcObject = opened;
    await video.play();
    const detector = new Detecting();
    timer = window.setInterval(() => void detect(detector), EVERY_MS);
  }
  async function detect(detector: Detector) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue && !stopped) onFound(code.rawValue.trim());
  }
  start().catch(() => {
    if (!stopped) onRefused();
  });
  return () => {
    stopped = true;
    window.clearInterval(timer);
    if (stream) letGo(stream);
  };
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export default function Scanner({ onFound, onClose }: ScannerProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const found = useRef(onFound);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    found.current = onFound;
  });
  useEffect(() => {
    if (!video.current) return undefined;
    return look(
      video.current,
      (text) => found.current(text),
      () => setRefused(true),
    );
  }, []);
  return (
    <Modal open title={t("barcode.scan")} footer={null} onCancel={onClose} width={420}>
      <p className="muted" role="status">
        {t(refused ? "barcode.noCamera" : "barcode.aim")}
      </p>
      <video ref={video} className="scanner" muted playsInline hidden={refused} />
    </Modal>
  );
}
