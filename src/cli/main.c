#include "dip-cli.h"

int
main (int argc, char **argv)
{
  return dip_cli_main (argc, argv);
}
