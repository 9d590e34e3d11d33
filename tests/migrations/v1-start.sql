-- What a program of version 1 writes into a new library.
INSERT INTO "audit" VALUES(1,'2026-11-23T01:07:12.157Z','root','library-create','library',NULL,'0000000000000000000000000000000000000000000000000000000000000000','9610afe65e8e8915d5fe3ab37b4bff13a80882e70cfd38a39814c45047fbed8e');
INSERT INTO "clinic" VALUES(1,'Clinic',NULL,28,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "destination" VALUES(1,'website','Website','website','full-face','side-by-side',1,'avif, webp, jpeg','400,800,1200,1600',NULL,1,0,NULL,200,1,1,NULL,NULL);
INSERT INTO "destination" VALUES(2,'wordpress','Website (WordPress)','website','full-face','side-by-side',1,'jpeg','1600',NULL,1,0,NULL,300,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(3,'social-media','Social media','social-media','full-face','side-by-side',1,'jpeg','1080',NULL,1,0,'1:1',NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(4,'social-portrait','Social media, portrait','social-media','full-face','stacked',1,'jpeg','1080',NULL,1,0,'4:5',NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(5,'social-story','Social media, story','social-media','full-face','stacked',1,'jpeg','1080',NULL,1,0,'9:16',NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(6,'print','Print','print','full-face','side-by-side',1,'jpeg','1600,3543',NULL,1,0,NULL,NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(7,'in-clinic','In-clinic display','in-clinic','full-face','side-by-side',1,'jpeg','1920,2560',NULL,1,0,NULL,NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(8,'training','Training','training','full-face','side-by-side',1,'jpeg','1600',NULL,1,0,NULL,NULL,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(9,'listing','Listing sites','listing-sites','full-face','side-by-side',0,'jpeg','800,1600',NULL,0,0,'1:1',6000,0,1,NULL,NULL);
INSERT INTO "destination" VALUES(10,'listing-after','Listing sites, result only','listing-sites','full-face','side-by-side',0,'jpeg','800,1600',NULL,0,1,'1:1',NULL,0,1,NULL,NULL);
