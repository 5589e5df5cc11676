#include "frame_source.h"

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

static struct scene *add_scene(struct frame_source *source)
{
  struct scene *more = realloc(source->scenes, (source->count + 1) * sizeof *more);
  if (more == NULL) {
    return NULL;
  }
  source->scenes = more;
  struct scene *scene = &more[source->count++];
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

static bool read_scene(struct frame_source *source, const char *directory)
{
  struct scene *scene = add_scene(source);
  if (scene == NULL || !each(directory, visit_picture, scene)) {
    return false;
  }
  source->count -= scene->count == 0 ? 1 : 0;
  return true;
}

static bool visit_folder(void *context, const char *path)
{
  return !is_folder(path) || read_scene(context, path);
}

const char *frame_source_open(struct frame_source *source, const char *directory)
{
  memset(source, 0, sizeof *source);
  if (!each(directory, visit_folder, source) || (source->count == 0 && !read_scene(source, directory))) {
    return "--bursts cannot be read";
  }
  return source->count == 0 ? "--bursts holds no .jpg" : NULL;
}

void frame_source_close(struct frame_source *source)
{
  for (size_t i = 0; i < source->count; i++) {
    for (size_t j = 0; j < source->scenes[i].count; j++) {
      free(source->scenes[i].pictures[j].bytes);
    }
    free(source->scenes[i].pictures);
  }
  free(source->scenes);
  memset(source, 0, sizeof *source);
}

const struct picture *frame_source_picture(const struct frame_source *source, uint32_t serial, uint32_t index)
{
  const struct scene *scene = &source->scenes[(serial > 0 ? serial - 1 : 0) % source->count];
  size_t period = scene->count > 1 ? 2 * scene->count - 2 : 1;
  size_t at = index % period;
  return &scene->pictures[at < scene->count ? at : period - at];
}

size_t frame_source_longest(const struct frame_source *source)
{
  size_t longest = 0;
  for (size_t i = 0; i < source->count; i++) {
    longest = source->scenes[i].count > longest ? source->scenes[i].count : longest;
  }
  return longest;
}
