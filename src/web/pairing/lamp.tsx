/** A drawing of the camera whose red lamp blinks as the real one does when it waits. */
export function Lamp() {
  return (
    <svg class="lamp" viewBox="0 0 120 96" aria-hidden="true">
      <rect x="34" y="8" width="52" height="72" rx="10" />
      <circle cx="60" cy="38" r="16" />
      <circle cx="60" cy="38" r="7" class="pupil" />
      <path d="M60 80v10M44 90h32" />
      <circle cx="60" cy="67" r="4" class="light" />
    </svg>
  );
}
