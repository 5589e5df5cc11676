# Part of try-image.sh: the add-on of Home Assistant, on the image that was built, with what that script has set.
# shellcheck shell=bash disable=SC2154

say "the add-on"
buildah build --quiet --tag petcam-hub-trial-add-on --build-arg HUB=localhost/petcam-hub-trial \
  "$source/scripts/package/home-assistant" >"$work/build.log" 2>&1 || wrong "the add-on was not built"
container=$(buildah from petcam-hub-trial-add-on)
containers+=("$container")
root=$(buildah mount "$container")
mapfile -t entry < <(buildah inspect --type image petcam-hub-trial-add-on | jq -r '.OCIv1.config.Entrypoint[]')
saw "user $(buildah inspect --type image petcam-hub-trial-add-on | jq -r .OCIv1.config.User), ${entry[*]}"

# The network that Home Assistant gives its containers: 172.30.32.1 is the machine, .2 the Supervisor.
network=petcam-add-on-$$
ip netns add "$network"
ip -n "$network" link set lo up
for address in 172.30.32.1 172.30.32.2 192.168.77.5; do ip -n "$network" address add "$address/32" dev lo; done
there=(ip netns exec "$network")

# A broker, and a Supervisor that names it.
printf 'listener 1883 127.0.0.1\npassword_file %s/passwords\n' "$work" >"$work/mosquitto.conf"
mosquitto_passwd -b -c "$work/passwords" addons 'made up'
chmod 644 "$work/passwords"
chmod 711 "$work"
"${there[@]}" mosquitto -c "$work/mosquitto.conf" >"$work/mosquitto.log" 2>&1 &
processes+=($!)
cat >"$work/supervisor.py" <<'PYTHON'
import http.server, json
class Supervisor(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        told = {
            "/services/mqtt": {"host": "127.0.0.1", "port": 1883, "ssl": False, "username": "addons", "password": "made up"},
            "/addons/self/info": {"version": "0.1.0", "version_latest": "9.9.9", "update_available": True},
        }
        known = self.path in told and self.headers["authorization"] == "Bearer made-up"
        body = json.dumps({"result": "ok", "data": told[self.path]} if known else {"result": "error"}).encode()
        self.send_response(200 if known else 403)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("172.30.32.2", 80), Supervisor).serve_forever()
PYTHON
"${there[@]}" python3 "$work/supervisor.py" >"$work/supervisor.log" 2>&1 &
processes+=($!)
for _ in $(seq 60); do
  "${there[@]}" curl -sS -o /dev/null http://172.30.32.2/ 2>/dev/null && break
  sleep 0.5
done
printf '127.0.0.1 localhost\n172.30.32.2 supervisor\n' >"$work/hosts"

mkdir "$work/data" "$work/share"
jq '.options + {backup: true, settings: ["PETCAM_MDNS=false", "PETCAM_STORAGE_RESERVE_MB=16", "PETCAM_MQTT_PORT=21883"]}' \
  "$source/scripts/package/home-assistant/config.json" >"$work/data/options.json"
chmod 600 "$work/data/options.json"
rights=()
for right in CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP; do
  rights+=(--cap-add "CAP_$right")
done
added() {
  exec "${there[@]}" bwrap --bind "$root" / --proc /proc --dev /dev --ro-bind "$work/hosts" /etc/hosts --bind "$work/data" /data \
    --bind "$work/share" /share --unshare-pid --unshare-ipc --die-with-parent --new-session --clearenv --setenv PATH /usr/bin:/bin \
    --setenv SUPERVISOR_TOKEN made-up "${rights[@]}" -- "$@"
}
(added "${entry[@]}") >"$work/add-on.log" 2>&1 &
processes+=($!)
url=http://172.30.32.1:8099
ingress=(-H 'X-Ingress-Path: /api/hassio_ingress/made-up' -H 'X-Forwarded-For: 192.168.77.5, 172.30.32.1' -H 'X-Forwarded-Proto: http')
asked() { "${there[@]}" curl -sS --max-time 20 "$@"; }
inside_home() { asked --interface 172.30.32.2 -f "${ingress[@]}" "$@"; }
for _ in $(seq 240); do
  health=$(inside_home "$url/health" 2>/dev/null) && break
  sleep 0.5
done
[[ -n ${health:-} ]] || wrong "no answer at $url/health"
saw "/health through ingress: $health"
saw "$(inside_home -D - -o "$work/page.html" "$url/" | tr -d '\r' | grep -iE '^x-frame-options|frame-ancestors' | tr '\n' ' ' | grep -oiE "x-frame-options: [A-Z]+|frame-ancestors [^;]+" | tr '\n' ' ')"
saw "from the network, with the same headers: $(asked --interface 192.168.77.5 "${ingress[@]}" -o "$work/stranger" -w '%{http_code}' -X POST "$url/logout") $(jq -r .code "$work/stranger")"
[[ $(jq -r .code "$work/stranger") == tls-required ]] || wrong "the network is served without TLS"
for _ in $(seq 60); do
  code=$(sed -n 's/.*Set-up code *\([^ ]*\).*/\1/p' "$work/add-on.log")
  [[ -z $code ]] || break
  sleep 0.5
done
[[ -n $code ]] || wrong "the log shows no set-up code"
token=$(inside_home -H 'content-type: application/json' -d "{\"username\":\"Mina\",\"password\":\"a long enough one\",\"code\":\"$code\"}" "$url/register" | jq -r .access_token)
[[ -n $token ]] || wrong "the set-up code of the log is not taken"
saw "Mina has registered with the set-up code of the log"
camera=$(inside_home -H "authorization: Bearer $token" -H 'content-type: application/json' -d '{"name":"Porch"}' "$url/cameras")
cp -r "$source/test/fixtures/bursts/cat-focus" "$work/share/" && mkdir "$work/share/bursts" && mv "$work/share/cat-focus" "$work/share/bursts/"
("${there[@]}" env "PETCAM_CAMERA_KEY=$(jq -r .mqtt.password <<<"$camera")" "$root/usr/lib/petcam-hub/bin/node" "$root/usr/lib/petcam-hub/dist/cameras/simulator/main.js" \
  --url mqtt://127.0.0.1:21883 --camera "$(jq -r .camera.id <<<"$camera")" --bursts "$work/share/bursts" --every 60) >"$work/camera.log" 2>&1 &
processes+=($!)
for _ in $(seq 240); do
  photo=$(inside_home -H "authorization: Bearer $token" "$url/photos" | jq -r '.photos[0].images.original // empty')
  [[ -z $photo ]] || break
  sleep 0.5
done
[[ -n $photo ]] || wrong "no photo"
saw "a photo of a simulated camera, at $photo"
cat >"$root/tmp/listen.mjs" <<'JAVASCRIPT'
import mqtt from '/usr/lib/petcam-hub/node_modules/mqtt/build/index.js';
const client = mqtt.connect('mqtt://127.0.0.1:1883', { username: 'addons', password: 'made up' });
setTimeout(() => process.exit(1), 20_000);
client.subscribe('homeassistant/device/+/config');
client.on('message', (topic) => {
  console.log(topic);
  process.exit(0);
});
JAVASCRIPT
topic=$("${there[@]}" chroot "$root" /usr/bin/env -i /usr/lib/petcam-hub/bin/node /tmp/listen.mjs) || wrong "Home Assistant hears nothing"
saw "Home Assistant hears of it at $topic"
newer=$(cat "$root/run/petcam-hub-newer-version")
[[ $newer == 9.9.9 ]] || wrong "of a newer version it knows: $newer"
saw "the newer version that Home Assistant knows of: $newer"
saw "runs as: hub $(pgrep -c -u 10001 -f '/usr/lib/petcam-hub/dist/main.js serve'), vision service $(pgrep -c -u 10002 -f /usr/lib/petcam-hub/dist/imaging/main.js)"
[[ $(stat -c '%u %a' "$work/data/hub") == '10001 700' ]] || wrong "the data belongs to $(stat -c '%u %a' "$work/data/hub")"
end_processes
[[ -z $(pgrep -u 10001,10002 -f /usr/lib/petcam-hub) ]] || wrong "something still runs: $(pgrep -a -u 10001,10002 -f /usr/lib/petcam-hub)"
saw "stopped, and nothing of it runs"
