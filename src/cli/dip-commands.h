/* The commands' functions, one file per group. */
#pragma once

#include "dip-cli.h"

G_BEGIN_DECLS

int dip_cmd_library_create (DipCli *cli, char **argv);
int dip_cmd_library_show (DipCli *cli, char **argv);
int dip_cmd_library_set (DipCli *cli, char **argv);
int dip_cmd_library_check (DipCli *cli, char **argv);
int dip_cmd_library_backup (DipCli *cli, char **argv);
int dip_cmd_library_restore (DipCli *cli, char **argv);
int dip_cmd_library_seal (DipCli *cli, char **argv);
int dip_cmd_library_recover (DipCli *cli, char **argv);
int dip_cmd_account_add (DipCli *cli, char **argv);
int dip_cmd_account_list (DipCli *cli, char **argv);
int dip_cmd_account_remove (DipCli *cli, char **argv);
int dip_cmd_account_passphrase (DipCli *cli, char **argv);
int dip_cmd_account_remember (DipCli *cli, char **argv);
int dip_cmd_account_forget (DipCli *cli, char **argv);
int dip_cmd_account_turn (DipCli *cli, char **argv);
int dip_cmd_client_add (DipCli *cli, char **argv);
int dip_cmd_client_list (DipCli *cli, char **argv);
int dip_cmd_client_show (DipCli *cli, char **argv);
int dip_cmd_client_erase (DipCli *cli, char **argv);
int dip_cmd_treatment_add (DipCli *cli, char **argv);
int dip_cmd_treatment_list (DipCli *cli, char **argv);
int dip_cmd_session_add (DipCli *cli, char **argv);
int dip_cmd_session_list (DipCli *cli, char **argv);
int dip_cmd_import (DipCli *cli, char **argv);
int dip_cmd_photo_list (DipCli *cli, char **argv);
int dip_cmd_photo_set (DipCli *cli, char **argv);
int dip_cmd_photo_inbox (DipCli *cli, char **argv);
int dip_cmd_photo_give (DipCli *cli, char **argv);
int dip_cmd_photo_remove (DipCli *cli, char **argv);
int dip_cmd_photo_show (DipCli *cli, char **argv);
int dip_cmd_photo_redact (DipCli *cli, char **argv);
int dip_cmd_pair_suggest (DipCli *cli, char **argv);
int dip_cmd_pair_add (DipCli *cli, char **argv);
int dip_cmd_pair_remove (DipCli *cli, char **argv);
int dip_cmd_pair_align (DipCli *cli, char **argv);
int dip_cmd_pair_frame (DipCli *cli, char **argv);
int dip_cmd_pair_versions (DipCli *cli, char **argv);
int dip_cmd_pair_restore (DipCli *cli, char **argv);
int dip_cmd_pair_check (DipCli *cli, char **argv);
int dip_cmd_pair_evidence (DipCli *cli, char **argv);
int dip_cmd_pair_recipe (DipCli *cli, char **argv);
int dip_cmd_pair_show (DipCli *cli, char **argv);
int dip_cmd_compose (DipCli *cli, char **argv);
int dip_cmd_consent_record (DipCli *cli, char **argv);
int dip_cmd_consent_withdraw (DipCli *cli, char **argv);
int dip_cmd_consent_show (DipCli *cli, char **argv);
int dip_cmd_consent_receipt (DipCli *cli, char **argv);
int dip_cmd_consent_due (DipCli *cli, char **argv);
int dip_cmd_publish_letters (DipCli *cli, char **argv);
int dip_cmd_publish_report (DipCli *cli, char **argv);
int dip_cmd_publish_lookup (DipCli *cli, char **argv);
int dip_cmd_consent_story (DipCli *cli, char **argv);
int dip_cmd_consent_reminders (DipCli *cli, char **argv);
int dip_cmd_client_access (DipCli *cli, char **argv);
int dip_cmd_form_print (DipCli *cli, char **argv);
int dip_cmd_form_list (DipCli *cli, char **argv);
int dip_cmd_form_show (DipCli *cli, char **argv);
int dip_cmd_form_new (DipCli *cli, char **argv);
int dip_cmd_form_edit (DipCli *cli, char **argv);
int dip_cmd_form_check (DipCli *cli, char **argv);
int dip_cmd_form_release (DipCli *cli, char **argv);
int dip_cmd_approve (DipCli *cli, char **argv);
int dip_cmd_destination_list (DipCli *cli, char **argv);
int dip_cmd_destination_show (DipCli *cli, char **argv);
int dip_cmd_destination_add (DipCli *cli, char **argv);
int dip_cmd_destination_set (DipCli *cli, char **argv);
int dip_cmd_destination_remove (DipCli *cli, char **argv);
int dip_cmd_publish_check (DipCli *cli, char **argv);
int dip_cmd_publish_run (DipCli *cli, char **argv);
int dip_cmd_publish_runs (DipCli *cli, char **argv);
int dip_cmd_publish_ledger (DipCli *cli, char **argv);
int dip_cmd_publish_addresses (DipCli *cli, char **argv);
int dip_cmd_pair_text (DipCli *cli, char **argv);
int dip_cmd_publish_takedowns (DipCli *cli, char **argv);
int dip_cmd_publish_taken_down (DipCli *cli, char **argv);
int dip_cmd_style_list (DipCli *cli, char **argv);
int dip_cmd_style_show (DipCli *cli, char **argv);
int dip_cmd_style_set (DipCli *cli, char **argv);
int dip_cmd_style_remove (DipCli *cli, char **argv);
int dip_cmd_scrub (DipCli *cli, char **argv);
int dip_cmd_inspect (DipCli *cli, char **argv);
int dip_cmd_audit_show (DipCli *cli, char **argv);
int dip_cmd_audit_verify (DipCli *cli, char **argv);
int dip_cmd_consent_renew (DipCli *cli, char **argv);
int dip_cmd_batch (DipCli *cli, char **argv);
int dip_cmd_demo (DipCli *cli, char **argv);

G_END_DECLS
