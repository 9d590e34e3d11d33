#include "dip-application.h"

int
main (int argc, char **argv)
{
  return dip_application_main (argc, argv);
}
