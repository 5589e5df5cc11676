#include "reel.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096 };

static bool is_jpeg(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot != NULL && (strcmp(dot, ".jpg") == 0 || strcmp(dot, ".jpeg") == 0);
}

static bool is_folder(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool read_all(FILE *file, struct picture *picture)
{
  if (fseek(file, 0, SEEK_END) != 0) {
    return false;
  }
  long length = ftell(file);
  if (length <= 0 || fseek(file, 0, SEEK_SET) != 0) {
    return false;
  }
  picture->length = (size_t)length;
  picture->bytes = malloc(picture->length);
  return picture->bytes != NULL && fread(picture->bytes, 1, picture->length, file) == picture->length;
}

static bool read_picture(const char *path, struct picture *picture)
{
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return false;
  }
  bool done = read_all(file, picture);
  (void)fclose(file);
  return done;
}

static bool add_picture(struct scene *scene, const char *path)
{
  struct picture *more = realloc(scene->pictures, (scene->count + 1) * sizeof *more);
  if (more == NULL) {
    return false;
  }
  scene->pictures = more;
  struct picture *picture = &more[scene->count++];
  memset(picture, 0, sizeof *picture);
  return read_picture(path, picture);
}

static struct scene *add_scene(struct reel *reel)
{
  struct scene *more = realloc(reel->scenes, (reel->count + 1) * sizeof *more);
  if (more == NULL) {
    return NULL;
  }
  reel->scenes = more;
  struct scene *scene = &more[reel->count++];
  memset(scene, 0, sizeof *scene);
  return scene;
}

static bool join(char *path, const char *directory, const char *name)
{
  int length = snprintf(path, PATH_BYTES, "%s/%s", directory, name);
  return length > 0 && length < PATH_BYTES;
}

/* Calls `visit` with the path of every entry, in the order of their names. */
static bool each(const char *directory, bool (*visit)(void *, const char *), void *context)
{
  struct dirent **entries;
  char path[PATH_BYTES];
  bool done = true;
  int count = scandir(directory, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (done && entries[i]->d_name[0] != '.' && join(path, directory, entries[i]->d_name)) {
      done = visit(context, path);
    }
    free(entries[i]);
  }
  if (count >= 0) {
    free((void *)entries);
  }
  return done && count >= 0;
}

static bool visit_picture(void *context, const char *path)
{
  return !is_jpeg(path) || add_picture(context, path);
}

static bool read_scene(struct reel *reel, const char *directory)
{
  struct scene *scene = add_scene(reel);
  if (scene == NULL || !each(directory, visit_picture, scene)) {
    return false;
  }
  reel->count -= scene->count == 0 ? 1 : 0;
  return true;
}

static bool visit_folder(void *context, const char *path)
{
  return !is_folder(path) || read_scene(context, path);
}

const char *reel_open(struct reel *reel, const char *directory)
{
  memset(reel, 0, sizeof *reel);
  if (!each(directory, visit_folder, reel) || (reel->count == 0 && !read_scene(reel, directory))) {
    return "--bursts cannot be read";
  }
  return reel->count == 0 ? "--bursts holds no .jpg" : NULL;
}

void reel_close(struct reel *reel)
{
  for (size_t i = 0; i < reel->count; i++) {
    for (size_t j = 0; j < reel->scenes[i].count; j++) {
      free(reel->scenes[i].pictures[j].bytes);
    }
    free(reel->scenes[i].pictures);
  }
  free(reel->scenes);
  memset(reel, 0, sizeof *reel);
}

const struct picture *reel_picture(const struct reel *reel, uint32_t serial, uint32_t index)
{
  const struct scene *scene = &reel->scenes[(serial > 0 ? serial - 1 : 0) % reel->count];
  size_t period = scene->count > 1 ? 2 * scene->count - 2 : 1;
  size_t place = index % period;
  return &scene->pictures[place < scene->count ? place : period - place];
}

size_t reel_longest(const struct reel *reel)
{
  size_t longest = 0;
  for (size_t i = 0; i < reel->count; i++) {
    longest = reel->scenes[i].count > longest ? reel->scenes[i].count : longest;
  }
  return longest;
}
