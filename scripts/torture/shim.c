/*
 * Preloaded library that stands between a program and the files of one folder. It can fail the n-th call of a kind,
 * pretend that the disk is full, and keep a journal of everything that changes a file or a name, so that the folder can
 * be rebuilt as a power cut would have left it.
 *
 *   TORTURE_FOLDER    the folder, absolute; calls elsewhere pass through
 *   TORTURE_CONTROL   a file of CONTROL_WORDS 32-bit words, mapped and shared with the harness (control.ts)
 *   TORTURE_JOURNAL   the journal; appended to while the control says so
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CONTROL_WORDS = 64, FILES = 4096, FIRST_KIND = 16, KIND_WORDS = 8 };
enum kind { READ, WRITE, SYNC, OPEN, RENAME };
enum word { SEQUENCE = 1, RECORDING = 2, FULL = 3, ROOM = 4 /* 64 bits */, SLOW = 6 /* microseconds that each sync takes */ };
enum { SAID = 1 /* of FULL: statfs says so too; 2: it does not, as with a quota */ };
enum field { FAIL_FROM, FAIL_LEFT, FAIL_ERRNO, SEEN, FAILED };
enum operation { CREATE = 1, CHANGE, TRUNCATE, SYNC_FILE, SYNC_FOLDER, MOVE, REMOVE, MAKE_FOLDER, REMOVE_FOLDER, LINK };

/* One entry of the journal, followed by `first` and `second` bytes. */
struct entry {
  uint32_t operation;
  uint32_t sequence;
  uint64_t inode;
  uint64_t offset;
  uint32_t first;
  uint32_t second;
};

struct file {
  char *path;
  uint64_t inode;
  bool is_folder;
  bool is_shared_memory;
};

static char folder[4096];
static size_t folder_length;
static int32_t *control;
static int journal = -1;
static struct file files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int32_t *word_of(enum kind kind, enum field field)
{
  return &control[FIRST_KIND + KIND_WORDS * (int)kind + (int)field];
}

__attribute__((constructor)) static void start(void)
{
  const char *path = getenv("TORTURE_FOLDER");
  const char *control_path = getenv("TORTURE_CONTROL");
  const char *journal_path = getenv("TORTURE_JOURNAL");
  if (path == NULL || control_path == NULL || realpath(path, folder) == NULL) {
    return;
  }
  int handle = (int)syscall(SYS_openat, AT_FDCWD, control_path, O_RDWR | O_CLOEXEC, 0);
  void *mapped = mmap(NULL, CONTROL_WORDS * sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
  if (handle < 0 || mapped == MAP_FAILED) {
    abort();
  }
  (void)syscall(SYS_close, handle);
  if (journal_path != NULL) {
    int opened = (int)syscall(SYS_openat, AT_FDCWD, journal_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    journal = opened < 0 ? -1 : (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 700);
    (void)syscall(SYS_close, opened);
  }
  control = mapped;
  folder_length = strlen(folder);
}

static bool is_ours(const char *path)
{
  return control != NULL && path != NULL && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == '\0');
}

static void forget(struct file *file)
{
  pthread_mutex_lock(&lock);
  free(file->path);
  file->path = NULL;
  pthread_mutex_unlock(&lock);
}

/* Our file behind a handle, or NULL. Node closes files past close(): the number may be another file's or a socket's by now. */
static struct file *file_of(int handle)
{
  if (control == NULL || handle < 0 || handle >= FILES || files[handle].path == NULL) {
    return NULL;
  }
  struct stat about;
  int problem = errno;
  bool is_same = fstat(handle, &about) == 0 && about.st_ino == files[handle].inode;
  errno = problem;
  if (is_same) {
    return &files[handle];
  }
  forget(&files[handle]);
  return NULL;
}

/* True when this call is one that has to fail; errno is set. */
static bool fails(enum kind kind)
{
  int32_t seen = __atomic_add_fetch(word_of(kind, SEEN), 1, __ATOMIC_SEQ_CST);
  int32_t from = *word_of(kind, FAIL_FROM);
  int32_t left = *word_of(kind, FAIL_LEFT);
  if (from == 0 || seen < from || left == 0) {
    return false;
  }
  if (left > 0) {
    (void)__atomic_sub_fetch(word_of(kind, FAIL_LEFT), 1, __ATOMIC_SEQ_CST);
  }
  (void)__atomic_add_fetch(word_of(kind, FAILED), 1, __ATOMIC_SEQ_CST);
  errno = *word_of(kind, FAIL_ERRNO);
  return true;
}

static bool is_recording(void)
{
  return journal >= 0 && control[RECORDING] != 0;
}

/* Writes one entry in one call, so that a kill leaves no half of one in the middle. */
static void record(enum operation operation, uint64_t inode, uint64_t offset, struct iovec first, struct iovec second)
{
  if (!is_recording()) {
    return;
  }
  struct entry entry = {operation, (uint32_t)(control[SEQUENCE] + 1), inode, offset, (uint32_t)first.iov_len,
                        (uint32_t)second.iov_len};
  struct iovec parts[3] = {{&entry, sizeof entry}, first, second};
  if (syscall(SYS_writev, journal, parts, 3) !=
      (ssize_t)(sizeof entry + first.iov_len + second.iov_len)) {
    abort();
  }
  (void)__atomic_add_fetch(&control[SEQUENCE], 1, __ATOMIC_SEQ_CST);
}

static struct iovec text(const char *value)
{
  struct iovec part = {(void *)(uintptr_t)value, strlen(value)};
  return part;
}

static const struct iovec nothing = {NULL, 0};

static uint64_t size_of(int handle)
{
  struct stat about;
  return fstat(handle, &about) == 0 ? (uint64_t)about.st_size : 0;
}

static int64_t *room(void)
{
  return (int64_t *)(void *)&control[ROOM];
}

/* How much of `length` bytes at `offset` the disk takes: all of it, less, or nothing with errno. */
static ssize_t fitting(int handle, uint64_t offset, size_t length)
{
  uint64_t size = size_of(handle);
  if (control[FULL] == 0 || offset + length <= size) {
    return (ssize_t)length;
  }
  int64_t growth = (int64_t)(offset + length - size);
  if (growth <= *room()) {
    *room() -= growth;
    return (ssize_t)length;
  }
  int64_t left = (int64_t)length - growth + *room();
  if (left <= 0) {
    (void)__atomic_add_fetch(word_of(WRITE, FAILED), 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return -1;
  }
  *room() = 0;
  return (ssize_t)left;
}

static void remember(int handle, const char *path, bool is_new)
{
  struct stat about;
  if (handle >= FILES || fstat(handle, &about) != 0) {
    return;
  }
  size_t length = strlen(path);
  struct file *file = &files[handle];
  free(file->path);
  file->path = strdup(path);
  file->inode = about.st_ino;
  file->is_folder = S_ISDIR(about.st_mode);
  file->is_shared_memory = length > 4 && strcmp(path + length - 4, "-shm") == 0;
  if (is_new) {
    record(CREATE, file->inode, 0, text(path), nothing);
  }
}

static int opened(const char *path, int flags, mode_t mode)
{
  if (!is_ours(path)) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  }
  if (fails(OPEN)) {
    return -1;
  }
  pthread_mutex_lock(&lock);
  struct stat about;
  bool was_there = stat(path, &about) == 0;
  int handle = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int problem = errno;
  if (handle >= 0) {
    remember(handle, path, !was_there);
    if ((flags & O_TRUNC) != 0 && was_there) {
      record(TRUNCATE, about.st_ino, 0, nothing, nothing);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = problem;
  return handle;
}

static mode_t mode_of(int flags, va_list rest)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPENER(name)                        \
  int name(const char *path, int flags, ...) \
  {                                         \
    va_list rest;                           \
    va_start(rest, flags);                  \
    mode_t mode = mode_of(flags, rest);     \
    va_end(rest);                           \
    return opened(path, flags, mode);       \
  }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name)                                                      \
  int name(int at, const char *path, int flags, ...)                         \
  {                                                                          \
    va_list rest;                                                            \
    va_start(rest, flags);                                                   \
    mode_t mode = mode_of(flags, rest);                                      \
    va_end(rest);                                                            \
    return is_ours(path) ? opened(path, flags, mode)                         \
                         : (int)syscall(SYS_openat, at, path, flags, mode); \
  }
OPENER_AT(openat)
OPENER_AT(openat64)

int creat(const char *path, mode_t mode)
{
  return opened(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int handle)
{
  struct file *file = file_of(handle);
  if (file != NULL) {
    forget(file);
  }
  return (int)syscall(SYS_close, handle);
}

static bool read_fails(int handle)
{
  return file_of(handle) != NULL && fails(READ);
}

ssize_t read(int handle, void *buffer, size_t length)
{
  return read_fails(handle) ? -1 : syscall(SYS_read, handle, buffer, length);
}

ssize_t pread(int handle, void *buffer, size_t length, off_t offset)
{
  return read_fails(handle) ? -1 : syscall(SYS_pread64, handle, buffer, length, offset);
}

ssize_t pread64(int handle, void *buffer, size_t length, off64_t offset)
{
  return pread(handle, buffer, length, offset);
}

ssize_t readv(int handle, const struct iovec *parts, int count)
{
  return read_fails(handle) ? -1 : syscall(SYS_readv, handle, parts, count);
}

ssize_t preadv(int handle, const struct iovec *parts, int count, off_t offset)
{
  return read_fails(handle) ? -1 : syscall(SYS_preadv, handle, parts, count, offset, 0);
}

ssize_t preadv64(int handle, const struct iovec *parts, int count, off64_t offset)
{
  return preadv(handle, parts, count, offset);
}

/* Writes at `offset`, or where the file stands when that is negative. */
static ssize_t written(struct file *file, int handle, const void *buffer, size_t length, off_t offset)
{
  if (fails(WRITE)) {
    return -1;
  }
  pthread_mutex_lock(&lock);
  int flags = fcntl(handle, F_GETFL);
  off_t where = offset >= 0 ? offset : (flags & O_APPEND) != 0 ? (off_t)size_of(handle) : lseek(handle, 0, SEEK_CUR);
  ssize_t done = fitting(handle, (uint64_t)where, length);
  if (done > 0) {
    done = offset >= 0 ? syscall(SYS_pwrite64, handle, buffer, done, offset) : syscall(SYS_write, handle, buffer, done);
  }
  int problem = errno;
  if (done > 0 && !file->is_shared_memory) {
    struct iovec part = {(void *)(uintptr_t)buffer, (size_t)done};
    record(CHANGE, file->inode, (uint64_t)where, part, nothing);
  }
  pthread_mutex_unlock(&lock);
  errno = problem;
  return done;
}

ssize_t write(int handle, const void *buffer, size_t length)
{
  struct file *file = file_of(handle);
  return file == NULL ? syscall(SYS_write, handle, buffer, length) : written(file, handle, buffer, length, -1);
}

ssize_t pwrite(int handle, const void *buffer, size_t length, off_t offset)
{
  struct file *file = file_of(handle);
  return file == NULL ? syscall(SYS_pwrite64, handle, buffer, length, offset)
                      : written(file, handle, buffer, length, offset);
}

ssize_t pwrite64(int handle, const void *buffer, size_t length, off64_t offset)
{
  return pwrite(handle, buffer, length, offset);
}

/* One part after the other; a short one ends it, as the kernel may do too. */
static ssize_t written_parts(struct file *file, int handle, const struct iovec *parts, int count, off_t offset)
{
  ssize_t sum = 0;
  for (int at = 0; at < count; at++) {
    off_t where = offset < 0 ? -1 : offset + sum;
    ssize_t done = written(file, handle, parts[at].iov_base, parts[at].iov_len, where);
    if (done < 0) {
      return sum > 0 ? sum : -1;
    }
    sum += done;
    if ((size_t)done < parts[at].iov_len) {
      break;
    }
  }
  return sum;
}

ssize_t writev(int handle, const struct iovec *parts, int count)
{
  struct file *file = file_of(handle);
  return file == NULL ? syscall(SYS_writev, handle, parts, count) : written_parts(file, handle, parts, count, -1);
}

ssize_t pwritev(int handle, const struct iovec *parts, int count, off_t offset)
{
  struct file *file = file_of(handle);
  return file == NULL ? syscall(SYS_pwritev, handle, parts, count, offset, 0)
                      : written_parts(file, handle, parts, count, offset);
}

ssize_t pwritev64(int handle, const struct iovec *parts, int count, off64_t offset)
{
  return pwritev(handle, parts, count, offset);
}

/* Copies inside the kernel are refused where they could not be seen; callers fall back to reading and writing. */
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags)
{
  if (file_of(to) != NULL) {
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t count)
{
  if (file_of(to) != NULL) {
    errno = EINVAL;
    return -1;
  }
  return syscall(SYS_sendfile, to, from, offset, count);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
  return sendfile(to, from, offset, count);
}

int ftruncate(int handle, off_t length)
{
  struct file *file = file_of(handle);
  if (file == NULL) {
    return (int)syscall(SYS_ftruncate, handle, length);
  }
  if (fails(WRITE)) {
    return -1;
  }
  pthread_mutex_lock(&lock);
  int64_t shrunk = (int64_t)size_of(handle) - length;
  int outcome = (int)syscall(SYS_ftruncate, handle, length);
  if (outcome == 0) {
    if (shrunk > 0) {
      *room() += shrunk;
    }
    if (!file->is_shared_memory) {
      record(TRUNCATE, file->inode, (uint64_t)length, nothing, nothing);
    }
  }
  pthread_mutex_unlock(&lock);
  return outcome;
}

int ftruncate64(int handle, off64_t length)
{
  return ftruncate(handle, length);
}

static int synced(int handle, long number)
{
  struct file *file = file_of(handle);
  if (file == NULL) {
    return (int)syscall(number, handle);
  }
  if (fails(SYNC)) {
    return -1;
  }
  (void)usleep((useconds_t)control[SLOW]);
  /* Nothing is lost by not asking this machine's disk: what counts as synced is what the journal says. */
  pthread_mutex_lock(&lock);
  record(file->is_folder ? SYNC_FOLDER : SYNC_FILE, file->inode, 0, text(file->path), nothing);
  pthread_mutex_unlock(&lock);
  return is_recording() ? 0 : (int)syscall(number, handle);
}

int fsync(int handle)
{
  return synced(handle, SYS_fsync);
}

int fdatasync(int handle)
{
  return synced(handle, SYS_fdatasync);
}

static int named(enum operation operation, const char *path, int outcome)
{
  if (outcome == 0) {
    record(operation, 0, 0, text(path), nothing);
  }
  return outcome;
}

int rename(const char *from, const char *to)
{
  if (!is_ours(from) && !is_ours(to)) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  }
  if (fails(RENAME)) {
    return -1;
  }
  pthread_mutex_lock(&lock);
  int outcome = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (outcome == 0) {
    record(MOVE, 0, 0, text(from), text(to));
  }
  pthread_mutex_unlock(&lock);
  return outcome;
}

int link(const char *from, const char *to)
{
  pthread_mutex_lock(&lock);
  int outcome = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (outcome == 0 && is_ours(to)) {
    record(LINK, 0, 0, text(from), text(to));
  }
  pthread_mutex_unlock(&lock);
  return outcome;
}

int unlink(const char *path)
{
  if (!is_ours(path)) {
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  }
  pthread_mutex_lock(&lock);
  struct stat about;
  int64_t freed = stat(path, &about) == 0 && about.st_nlink == 1 ? about.st_size : 0;
  int outcome = named(REMOVE, path, (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0));
  *room() += outcome == 0 ? freed : 0;
  pthread_mutex_unlock(&lock);
  return outcome;
}

int rmdir(const char *path)
{
  pthread_mutex_lock(&lock);
  int outcome = (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
  outcome = is_ours(path) ? named(REMOVE_FOLDER, path, outcome) : outcome;
  pthread_mutex_unlock(&lock);
  return outcome;
}

int remove(const char *path)
{
  int outcome = unlink(path);
  return outcome != 0 && errno == EISDIR ? rmdir(path) : outcome;
}

int mkdir(const char *path, mode_t mode)
{
  pthread_mutex_lock(&lock);
  int outcome = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  int problem = errno;
  outcome = is_ours(path) ? named(MAKE_FOLDER, path, outcome) : outcome;
  pthread_mutex_unlock(&lock);
  errno = problem;
  return outcome;
}

int statfs(const char *path, struct statfs *about)
{
  REAL(statfs);
  int outcome = real(path, about);
  if (outcome == 0 && is_ours(path) && control[FULL] == SAID) {
    about->f_bavail = (uint64_t)*room() / (uint64_t)about->f_bsize;
    about->f_bfree = about->f_bavail;
  }
  return outcome;
}

int statfs64(const char *path, struct statfs64 *about)
{
  return statfs(path, (struct statfs *)(void *)about);
}

/* C streams call the kernel from within the C library: one that writes to our folder becomes a stream over our calls. */
struct stream {
  FILE *file;
  int handle;
};
static struct stream streams[64];

static ssize_t stream_write(void *cookie, const char *bytes, size_t length)
{
  ssize_t done = write(((struct stream *)cookie)->handle, bytes, length);
  return done < 0 ? 0 : done;
}

static int stream_close(void *cookie)
{
  struct stream *stream = cookie;
  stream->file = NULL;
  return close(stream->handle);
}

FILE *fopen(const char *path, const char *mode)
{
  REAL(fopen);
  if (!is_ours(path) || mode[0] == 'r') {
    return is_ours(path) && fails(OPEN) ? NULL : real(path, mode);
  }
  int how = mode[0] == 'a' ? O_APPEND : O_TRUNC;
  int handle = opened(path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
  for (size_t at = 0; handle >= 0 && at < sizeof streams / sizeof streams[0]; at++) {
    if (streams[at].file == NULL) {
      cookie_io_functions_t calls = {NULL, stream_write, NULL, stream_close};
      streams[at].handle = handle;
      streams[at].file = fopencookie(&streams[at], mode, calls);
      return streams[at].file;
    }
  }
  return NULL;
}

FILE *fopen64(const char *path, const char *mode)
{
  return fopen(path, mode);
}

int fileno(FILE *file)
{
  REAL(fileno);
  for (size_t at = 0; at < sizeof streams / sizeof streams[0]; at++) {
    if (streams[at].file == file) {
      return streams[at].handle;
    }
  }
  return real(file);
}
