#!/bin/sh
# Puts a real kube-apiserver and etcd into a folder, for the tests that read a cluster.
#
#   tests/control_plane/build.sh [FOLDER]        default: .kube-assets in this repository
#
# Does nothing when KUBEBUILDER_ASSETS or FOLDER has both binaries already (any envtest folder serves).
# Else needs Debian 12 with network: it takes etcd and Go from Debian's packages and compiles kube-apiserver 1.20.2 from
# Debian's source package.  Nothing is installed; about 3.5 minutes on two cores, 1.3 GB of memory, 2.2 GB of disk while
# it builds, 125 MB afterwards (set KEEP_BUILD=1 to keep the rest).
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
target=${1:-$here/.kube-assets}

has_both() { [ -x "$1/kube-apiserver" ] && [ -x "$1/etcd" ]; }

for folder in "${KUBEBUILDER_ASSETS:-}" "$target"; do
    if [ -n "$folder" ] && has_both "$folder"; then
        echo "kube-apiserver and etcd are in $folder"
        exit 0
    fi
done

for tool in apt-get dpkg-source openssl; do
    command -v "$tool" >/dev/null || { echo "build.sh: needs $tool (Debian: apt, dpkg-dev, openssl)" >&2; exit 1; }
done
sources=/etc/apt/sources.list.d/debian.sources
[ -f "$sources" ] || { echo "build.sh: needs Debian 12, which has $sources" >&2; exit 1; }

mkdir -p "$target"
target=$(cd "$target" && pwd)
build=$target/build
mkdir -p "$build/lists/partial" "$build/archives/partial" "$build/sources" "$build/debs" "$build/home" "$build/src/k8s.io"

# --- fetch: an apt of our own, so that neither root nor the system's package lists are needed -----------------------
sed 's/^Types: deb$/Types: deb deb-src/' "$sources" >"$build/sources/debian.sources"
fetch() {
    apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$build/sources" \
        -o Dir::State::Lists="$build/lists" -o Dir::Cache="$build" -o Dir::Cache::Archives="$build/archives" \
        -o APT::Sandbox::User= "$@"
}
fetch update
cd "$build/debs"
fetch download golang-1.19-go golang-1.19-src etcd-server
fetch source --download-only kubernetes
for package in golang-1.19-*.deb; do dpkg -x "$package" "$build/go"; done
dpkg -x etcd-server*.deb "$build/etcd"

# --- compile ----------------------------------------------------------------------------------------------------------
source=$build/src/k8s.io/kubernetes
[ -d "$source" ] || dpkg-source -x kubernetes_*.dsc "$source"
GOROOT=$build/go/usr/lib/go-1.19
export GOROOT GOPATH="$build" GOCACHE="$build/cache" HOME="$build/home"
export GO111MODULE=off GOPROXY=off CGO_ENABLED=0
go() { "$GOROOT/bin/go" "$@"; }
cd "$source"

# The source package lacks the generated OpenAPI definitions, and upstream's Makefile needs tools that are not here:
# run the generator over the packages that ask for it.
go build -o "$build/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
staged=$(cd staging/src/k8s.io && ls -d api apimachinery apiserver apiextensions-apiserver kube-aggregator client-go \
    component-base cloud-provider controller-manager kube-controller-manager kube-proxy kube-scheduler kubelet metrics |
    sed 's#^#staging/src/k8s.io/#')
# shellcheck disable=SC2086 - one folder a word
packages=$(grep -rl --include='*.go' '+k8s:openapi-gen=' pkg cmd $staged | grep -v -e _test.go -e /testdata/ |
    xargs -n1 dirname | LC_ALL=C sort -u | sed 's#^staging/src/#vendor/#; s#^#k8s.io/kubernetes/#' | paste -sd, -)
"$build/openapi-gen" --logtostderr -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi \
    -O zz_generated.openapi -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r /dev/null -o "$build/src"

# Without a version the server calls itself v0.0.0, and refuses to start some of its own APIs.
flags='-s -w'
for package in client-go/pkg/version component-base/version; do
    for root in k8s.io k8s.io/kubernetes/vendor/k8s.io; do
        flags="$flags -X $root/$package.gitVersion=v1.20.2 -X $root/$package.gitMajor=1 -X $root/$package.gitMinor=20"
    done
done
go build -ldflags "$flags" -o "$build/kube-apiserver" ./cmd/kube-apiserver

# --- hand over: only a binary that runs counts ------------------------------------------------------------------------
"$build/kube-apiserver" --version
"$build/etcd/usr/bin/etcd" --version | head -n 1
cp "$build/etcd/usr/bin/etcd" "$target/etcd"
mv "$build/kube-apiserver" "$target/kube-apiserver"
if [ -z "${KEEP_BUILD:-}" ]; then
    chmod -R u+w "$build" && rm -rf "$build"
fi
echo "kube-apiserver and etcd are in $target"
