import { choice, flag, text, url, whole } from './setting-kinds.js';

/** Settings of what the hub sends by itself: to the owner's bucket, to Home Assistant and of visits of pets. */
export const sendingFields = {
  syncUrl: url(
    'PETCAM_SYNC_URL',
    ['https:', 'http:'],
    "The owner's own S3 bucket, with its name: https://s3.example/photos. Empty: nothing is sent anywhere.",
  ),
  syncRegion: text('PETCAM_SYNC_REGION', 'us-east-1', 'Region of the bucket.'),
  syncAccessKey: text('PETCAM_SYNC_ACCESS_KEY', '', 'Access key for the bucket.'),
  syncSecretKeyFile: text(
    'PETCAM_SYNC_SECRET_KEY_FILE',
    '',
    'File that holds the secret key for the bucket.',
    'a file',
  ),
  syncRecipient: text(
    'PETCAM_SYNC_RECIPIENT',
    '',
    'Who can read what is sent: the age1... that `petcam-hub sync init` shows.',
    'an age recipient (age1...)',
  ),
  syncScope: choice(
    'PETCAM_SYNC_SCOPE',
    'best',
    ['favourites', 'best', 'all'] as const,
    'What is sent: favourites, every best cut, or the other frames of their bursts too.',
  ),
  syncRemovals: choice(
    'PETCAM_SYNC_REMOVALS',
    'keep',
    ['keep', 'mine', 'all'] as const,
    'Which deletions follow into the bucket: none, those by a person, or those that made room too.',
  ),
  syncKilobytesPerSecond: whole(
    'PETCAM_SYNC_KB_PER_SECOND',
    0,
    0,
    1_000_000,
    'The average that sending keeps below. 0: no limit.',
  ),
  homeAssistant: flag(
    'PETCAM_HOME_ASSISTANT',
    false,
    'Announce cameras and photos to Home Assistant over MQTT.',
  ),
  homeAssistantMqttUrl: url(
    'PETCAM_HOME_ASSISTANT_MQTT_URL',
    ['mqtt:', 'mqtts:'],
    "Home Assistant's broker. Empty: the cameras' broker, where Home Assistant signs in as home_assistant.",
  ),
  homeAssistantUsername: text(
    'PETCAM_HOME_ASSISTANT_USERNAME',
    '',
    "User name of the hub at Home Assistant's broker.",
  ),
  homeAssistantPasswordFile: text(
    'PETCAM_HOME_ASSISTANT_PASSWORD_FILE',
    '',
    "File that holds the hub's password there, or that of home_assistant at the embedded broker.",
    'a file',
  ),
  homeAssistantCaFile: text(
    'PETCAM_HOME_ASSISTANT_CA_FILE',
    '',
    "Certificate authority of Home Assistant's broker, for mqtts.",
    'a PEM file',
  ),
  homeAssistantPrefix: text(
    'PETCAM_HOME_ASSISTANT_PREFIX',
    'homeassistant',
    'Discovery prefix that Home Assistant is set to.',
  ),
  notifyWebhookUrl: url(
    'PETCAM_NOTIFY_WEBHOOK_URL',
    ['https:', 'http:'],
    'Told of each visit of a pet, as JSON with a thumbnail. Empty: nothing.',
  ),
  notifyWebhookSecretFile: text(
    'PETCAM_NOTIFY_WEBHOOK_SECRET_FILE',
    '',
    'File that holds the secret which signs what the webhook gets.',
    'a file',
  ),
  notifyWebhookPicture: choice(
    'PETCAM_NOTIFY_WEBHOOK_PICTURE',
    'small',
    ['small', 'large'] as const,
    'large: the webhook gets a picture in which faces and rooms can be made out. Whoever runs its server can look at it and keep it.',
  ),
  notifyNtfyUrl: url(
    'PETCAM_NOTIFY_NTFY_URL',
    ['https:', 'http:'],
    'An ntfy topic that is told of each visit: https://ntfy.example/my-pets. Empty: none.',
  ),
  notifyNtfyTokenFile: text(
    'PETCAM_NOTIFY_NTFY_TOKEN_FILE',
    '',
    'File that holds the access token of that topic.',
    'a file',
  ),
  notifyNtfyPicture: choice(
    'PETCAM_NOTIFY_NTFY_PICTURE',
    'small',
    ['small', 'large'] as const,
    'large: the topic gets a picture in which faces and rooms can be made out. Whoever runs the server, or knows the topic, can look at it and keep it.',
  ),
  notifyLanguage: choice('PETCAM_NOTIFY_LANGUAGE', 'en', ['en', 'ko'] as const, 'Of what ntfy is told.'),
  notifyVisitMinutes: whole(
    'PETCAM_NOTIFY_VISIT_MINUTES',
    15,
    1,
    1440,
    'A pet that comes back sooner is still visiting, and nobody is told again.',
  ),
};
