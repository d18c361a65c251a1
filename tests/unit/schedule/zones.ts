/** Zones that differ in how, when and whether their clocks change. */
export const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Tehran',
  'Africa/Cairo',
  'Pacific/Apia',
  'UTC',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'Pacific/Chatham',
];
