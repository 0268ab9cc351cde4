/** Icons of controls and panels. They are apart from the icons of the first script and load with the controls. */
import { Icon } from "./icons.tsx";

export function PauseIcon() {
  return (
    <Icon>
      <path d="M7.5 5v14M16.5 5v14" stroke-width="3" />
    </Icon>
  );
}

export function SoundIcon() {
  return (
    <Icon>
      <path d="M4 9.5v5h3.5L12.5 19V5L7.5 9.5zM16 9.2a4 4 0 0 1 0 5.6M18.8 6.4a8 8 0 0 1 0 11.2" />
    </Icon>
  );
}

export function SoundLowIcon() {
  return (
    <Icon>
      <path d="M4 9.5v5h3.5L12.5 19V5L7.5 9.5zM16 9.2a4 4 0 0 1 0 5.6" />
    </Icon>
  );
}

export function FullscreenIcon() {
  return (
    <Icon>
      <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
    </Icon>
  );
}

export function LeaveFullscreenIcon() {
  return (
    <Icon>
      <path d="M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5" />
    </Icon>
  );
}

export function PictureInPictureIcon() {
  return (
    <Icon>
      <rect x="2.5" y="5" width="19" height="14" rx="2.5" />
      <rect x="12.5" y="11.5" width="6" height="4.5" rx="1" fill="currentColor" />
    </Icon>
  );
}

export function SettingsIcon() {
  return (
    <Icon>
      <path d="M4 7h9M18.5 7H20M4 17h2M11.5 17H20" />
      <circle cx="15.75" cy="7" r="2.25" />
      <circle cx="8.75" cy="17" r="2.25" />
    </Icon>
  );
}

export function ChartIcon() {
  return (
    <Icon>
      <path d="M4 4v16h16M8 15.5l3.5-4.5 3 2.5L19.5 7" />
    </Icon>
  );
}

export function SnapshotIcon() {
  return (
    <Icon>
      <path d="M3 8.5A2 2 0 0 1 5 6.5h2.2l1.5-2.2h6.6l1.5 2.2H19a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z" />
      <circle cx="12" cy="12.5" r="3.5" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  );
}
