/** The browsers in which a person is signed in, each with a way to end it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";

import { endDevice, endOtherDevices, readDevices, type Device } from "../../lib/api/staff";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { Pill } from "../../ui/pill";
import { ProblemNote } from "../../ui/problem-note";
import { browserOf } from "./browser-names";

const DEVICES = ["devices"];

export function Devices() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: DEVICES, queryFn: readDevices });
  const end = useMutation({
    mutationFn: (device: string | null) => (device === null ? endOtherDevices() : endDevice(device)),
    onSettled: () => queries.invalidateQueries({ queryKey: DEVICES }),
  });
  const items = found.data ?? [];
  return (
    <section className="card profile-card" aria-label={t("devices.title")}>
      <h2>{t("devices.title")}</h2>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {items.length > 0 ? (
        <ul className="devices">
          {items.map((device) => (
            <DeviceLine key={device.id} device={device} onEnd={() => end.mutate(device.id)} />
          ))}
        </ul>
      ) : null}
      {end.error ? <ProblemNote error={end.error} /> : null}
      {items.length > 1 ? (
        <div>
          <Button loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
            {t("devices.endOthers")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function DeviceLine({ device, onEnd }: { device: Device; onEnd: () => void }) {
  const { t } = useTranslation();
  const place = useAppPlace();
  const { browser, system, phone } = browserOf(device.user_agent);
  const Sign = phone ? Smartphone : Monitor;
  const name = [browser, system].filter(Boolean).join(" · ") || t("devices.unknown");
  const seen = formatInstant(device.last_seen_at, timeZoneOf(place));
  return (
    <li>
      <Sign size={18} aria-hidden="true" />
      <div className="grow">
        <div>{name}</div>
        <div className="muted small">{t("devices.seen", { address: device.address, seen })}</div>
      </div>
      {device.current ? (
        <Pill text={t("devices.current")} meaning="ok" />
      ) : (
        <Button size="small" aria-label={t("devices.endNamed", { name })} onClick={onEnd}>
          {t("devices.end")}
        </Button>
      )}
    </li>
  );
}
