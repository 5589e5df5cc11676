/* Finds where pieces of JSON end. For json.c only.

   Every function takes the place where something should begin and returns the place after it, or NULL when it is not
   there. `at` is never past `end`. */
#ifndef PETCAM_JSON_SCAN_H
#define PETCAM_JSON_SCAN_H

/* Never NULL: no space is enough. */
const char *petcam_skip_space(const char *at, const char *end);

/* A string with its quotes. */
const char *petcam_skip_string(const char *at, const char *end);

/* The name of a member, its colon and the space around that. */
const char *petcam_skip_name(const char *at, const char *end);

/* Any value, nested at most PETCAM_JSON_DEPTH_MAX deep. */
const char *petcam_skip_value(const char *at, const char *end);

#endif
