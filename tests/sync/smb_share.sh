#!/usr/bin/env bash
# A throw-away regional share for tests: Samba on 127.0.0.1, high port, temp config, two users.
#
#   smb_share.sh start [DIR]   start (state under DIR, default $TMPDIR/cluster-smb); prints KEY=VALUE lines
#   smb_share.sh env   [DIR]   print the KEY=VALUE lines again (eval them in a test fixture)
#   smb_share.sh stop  [DIR]   stop the smbd this script started (by its pid), keep the data
#   smb_share.sh kill  [DIR]   SIGKILL it and its children: "the server's power was cut"
#   smb_share.sh freeze|thaw [DIR]   SIGSTOP / SIGCONT: "the share hangs" / "comes back"
#   smb_share.sh wipe  [DIR]   stop and delete all state
#
# Needs: root in a container and the package samba (smbd, smbpasswd). No kernel module, no port < 1024,
# no change to /etc/samba. Two unix accounts are made if absent (smbd maps each session to a unix uid).
# Shares:  region  both users read and write        (what the colleges use)
#          ro      same folder, read only            (permission tests)
#          quota   a small area with 'max disk size' reported as 1 MB (disk-full display tests)
# A killed test leaves no server: with SMB_OWNER=PID all is wiped once that process is gone.
# Environment: SMB_PORT (default: a free one from 14450), SMB_USER1/2, SMB_PASS1/2,
#              SMB_VETO=1 hides *.tmp-like names, SMB_ENCRYPT=1 requires SMB3 encryption.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
cmd=${1:-}; dir=${2:-${TMPDIR:-/tmp}/cluster-smb}
U1=${SMB_USER1:-kolledzh1}; U2=${SMB_USER2:-oblast1}
P1=${SMB_PASS1:-kolledzh1-secret}; P2=${SMB_PASS2:-oblast1-secret}
case "$dir" in /|""|/etc*|/usr*|/var|/home) echo "refusing DIR=$dir" >&2; exit 2;; esac

pid() { [ -s "$dir/run/smbd.pid" ] && cat "$dir/run/smbd.pid"; }
alive() { local p; p=$(pid) || return 1; kill -0 "$p" 2>/dev/null && grep -q smbd "/proc/$p/comm" 2>/dev/null; }
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
print_env() { cat "$dir/env"; }
tree() { local p=$1 c; for c in $(cat "/proc/$p/task/$p/children" 2>/dev/null); do tree "$c"; done; echo "$p"; }
clean_run() { rm -f "$dir/run/smbd.pid"; }

start() {
  command -v smbd >/dev/null || { echo "smbd missing: apt-get install --no-install-recommends samba" >&2; exit 3; }
  if alive; then print_env; return; fi
  mkdir -p "$dir"/{share,quota,private,lock,state,cache,run,log,ncalrpc}; chmod 700 "$dir/private"
  chmod 755 "$dir"; chmod 1777 "$dir/share" "$dir/quota"
  local port=${SMB_PORT:-}
  if [ -z "$port" ]; then for port in $(seq 14450 14499); do port_open "$port" || break; done; fi
  for u in "$U1" "$U2"; do
    id "$u" >/dev/null 2>&1 || useradd --no-create-home --shell /usr/sbin/nologin "$u"
  done
  cat > "$dir/smb.conf" <<CONF
[global]
  server role = standalone server
  workgroup = CLUSTER
  netbios name = REGION
  interfaces = 127.0.0.1/8
  bind interfaces only = yes
  hosts allow = 127.0.0.1
  smb ports = $port
  disable netbios = yes
  server min protocol = SMB2_10
  server smb encrypt = $([ "${SMB_ENCRYPT:-0}" = 1 ] && echo required || echo default)
  map to guest = never
  restrict anonymous = 2
  load printers = no
  printing = bsd
  printcap name = /dev/null
  disable spoolss = yes
  private dir = $dir/private
  lock directory = $dir/lock
  state directory = $dir/state
  cache directory = $dir/cache
  pid directory = $dir/run
  ncalrpc dir = $dir/ncalrpc
  log file = $dir/log/smbd.log
  max log size = 1000
  log level = 1
  passdb backend = tdbsam:$dir/private/passdb.tdb
  unix password sync = no
  # behave like the Windows share colleges will really have
  case sensitive = no
  preserve case = yes
  short preserve case = yes
  store dos attributes = no
  map archive = no
  strict sync = yes
  kernel oplocks = no
$([ "${SMB_VETO:-0}" = 1 ] && echo '  veto files = /*.exe/*.tmp/')
[region]
  path = $dir/share
  read only = no
  valid users = $U1 $U2
  create mask = 0664
  directory mask = 0775
  force create mode = 0664
  force directory mode = 0775
  force group = users
[ro]
  path = $dir/share
  read only = yes
  valid users = $U1 $U2
[quota]
  path = $dir/quota
  read only = no
  valid users = $U1 $U2
  max disk size = 1
CONF
  chgrp users "$dir/share" "$dir/quota" 2>/dev/null || true
  printf '%s\n%s\n' "$P1" "$P1" | smbpasswd -c "$dir/smb.conf" -s -a "$U1" >/dev/null
  printf '%s\n%s\n' "$P2" "$P2" | smbpasswd -c "$dir/smb.conf" -s -a "$U2" >/dev/null
  # -D forks and writes run/smbd.pid itself; stdin closed so that it never waits on a terminal
  smbd -D -s "$dir/smb.conf" </dev/null >"$dir/log/start.log" 2>&1
  for _ in $(seq 100); do port_open "$port" && alive && break; sleep 0.05; done
  alive && port_open "$port" || { cat "$dir/log/"* >&2; echo "smbd did not start" >&2; exit 4; }
  cat > "$dir/env" <<ENV
SMB_HOST=127.0.0.1
SMB_PORT=$port
SMB_SHARE=region
SMB_LOCAL_DIR=$dir/share
SMB_USER1=$U1
SMB_PASS1=$P1
SMB_USER2=$U2
SMB_PASS2=$P2
SMB_PID=$(pid)
ENV
  watch_owner
  print_env
}
watch_owner() {
  [ -n "${SMB_OWNER:-}" ] && [ ! -e "$dir/watched" ] || return 0
  touch "$dir/watched"
  setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 2; done; bash "$2" wipe "$3"' \
    watch "$SMB_OWNER" "$0" "$dir" </dev/null >/dev/null 2>&1 &
}
stop() {
  if alive; then
    local p; p=$(pid); local all; all=$(tree "$p")
    kill -CONT $all 2>/dev/null || true; kill -TERM "$p"
    for _ in $(seq 100); do kill -0 "$p" 2>/dev/null || break; sleep 0.05; done
    for c in $all; do grep -q smbd "/proc/$c/comm" 2>/dev/null && kill -KILL "$c" 2>/dev/null || true; done
  fi
  clean_run
}
case "$cmd" in
  start) start;;
  env) print_env;;
  stop) stop;;
  kill) alive && kill -KILL $(tree "$(pid)"); clean_run;;
  freeze) kill -STOP $(tree "$(pid)");;
  thaw) kill -CONT $(tree "$(pid)");;
  wipe) stop; [ -e "$dir/smb.conf" ] && rm -rf "$dir" || true;;   # the two unix accounts stay (harmless, no shell)
  *) sed -n 2,18p "$0"; exit 2;;
esac
