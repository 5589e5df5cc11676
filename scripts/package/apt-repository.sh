#!/usr/bin/env bash
# Makes a signed apt repository of packages: a folder of files that any web server can serve.
set -euo pipefail

HELP="scripts/package/apt-repository.sh --url URL --key KEY [OPTIONS] PACKAGE.deb...

Puts the packages into a repository that apt checks by its signature, and beside them install.sh, which adds that
repository to a machine and installs the hub from it. Run again on the same folder it adds packages, and older versions
stay, so that the way back is open. Needs apt-utils and gnupg.

  --url URL        where the folder will be served; apt and install.sh are told so
  --key KEY        fingerprint or address of the secret key in gpg's keyring that signs. Given twice while a key is
                   changed: machines that know either one go on, and install.sh brings both
  --out DIR        the folder (default: dist-apt)
  --valid-days N   after so many days apt takes the list for outdated (default: 0, never)
  --help           this text

While a key is changed: sign with the old and the new one for some months, then with the new one alone."

url='' out=dist-apt valid_days=0 keys=() packages=()
usage() { echo "$HELP" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case "$1" in
    --url | --key | --out | --valid-days)
      [ $# -ge 2 ] || usage
      case "$1" in --url) url=$2 ;; --key) keys+=("$2") ;; --out) out=$2 ;; --valid-days) valid_days=$2 ;; esac
      shift 2
      ;;
    --help) echo "$HELP"; exit 0 ;;
    -*) usage ;;
    *) packages+=("$1"); shift ;;
  esac
done
if [ -z "$url" ] || [ ${#keys[@]} -eq 0 ]; then usage; fi
here=$(dirname "$(realpath "$0")")
for tool in apt-ftparchive gpg dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "apt-repository.sh: $tool is not installed (apt install apt-utils gnupg)" >&2; exit 1; }
done

mkdir -p "$out/pool"
for package in "${packages[@]}"; do
  dpkg-deb --field "$package" Package >/dev/null || { echo "apt-repository.sh: $package is no package" >&2; exit 1; }
  cp "$package" "$out/pool/"
done
cd "$out"

# A list that names a package which is not there yet would break every apt that looks now, so the lists come last.
for arch in amd64 arm64; do
  lists=dists/stable/main/binary-$arch
  mkdir -p "$lists"
  apt-ftparchive --arch "$arch" packages pool >"$lists/Packages.new"
  mv "$lists/Packages.new" "$lists/Packages"
  gzip -9nkf "$lists/Packages"
done

field() { printf 'APT::FTPArchive::Release::%s "%s";\n' "$1" "$2"; }
{
  field Origin 'PetCam hub'
  field Label 'PetCam hub'
  field Suite stable
  field Codename stable
  field Architectures 'amd64 arm64'
  field Components main
  [ "$valid_days" -eq 0 ] || field ValidTime "$((valid_days * 86400))"
} >release.conf
rm -f dists/stable/{Release,InRelease,Release.gpg}
apt-ftparchive -c release.conf release dists/stable >Release.new
mv Release.new dists/stable/Release
rm release.conf
users=()
for key in "${keys[@]}"; do users+=(--local-user "$key"); done
gpg --batch --yes --digest-algo SHA512 "${users[@]}" --clearsign --output dists/stable/InRelease dists/stable/Release
gpg --batch --yes --digest-algo SHA512 "${users[@]}" --armor --detach-sign --output dists/stable/Release.gpg dists/stable/Release
gpg --batch --yes --armor --export-options export-minimal --output petcam-hub.asc --export "${keys[@]}"

awk -v url="$url" -v key="$(cat petcam-hub.asc)" -v quote="'" '
  /^REPOSITORY=/ { print "REPOSITORY=" quote url quote; next }
  /^REPOSITORY_KEY=/ { print "REPOSITORY_KEY=" quote key quote; next }
  { print }' "$here/../install.sh" >install.sh

echo "$out: $(find pool -name '*.deb' | wc -l) packages. One line installs from it:"
echo "  curl -fsS $url/install.sh | sudo sh"
